#include <linux/module.h>
#include <linux/dcache.h>

static struct dentry *repro_dentry;
static const struct dentry_operations repro_operations;

static int __init repro_init(void)
{
	d_set_d_op(repro_dentry, &repro_operations);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
