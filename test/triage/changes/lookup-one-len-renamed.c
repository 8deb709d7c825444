#include <linux/module.h>
#include <linux/namei.h>

static __maybe_unused struct dentry *repro(struct dentry *directory)
{
	return lookup_one_len("repro", directory, 5);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
