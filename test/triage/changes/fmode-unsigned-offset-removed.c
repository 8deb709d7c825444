#include <linux/module.h>
#include <linux/fs.h>

static __maybe_unused void repro(struct file *file)
{
	file->f_mode |= FMODE_UNSIGNED_OFFSET;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
