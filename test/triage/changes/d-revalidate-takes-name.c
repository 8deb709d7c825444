#include <linux/module.h>
#include <linux/dcache.h>

static int repro_revalidate(struct dentry *dentry, unsigned int flags)
{
	return flags ? -ECHILD : 1;
}

static const struct dentry_operations __maybe_unused repro_operations = {
	.d_revalidate = repro_revalidate,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
