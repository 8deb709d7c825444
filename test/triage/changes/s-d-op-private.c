#include <linux/module.h>
#include <linux/dcache.h>
#include <linux/fs.h>

static __maybe_unused void repro(struct super_block *sb, const struct dentry_operations *operations)
{
	sb->s_d_op = operations;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
