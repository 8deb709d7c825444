#include <linux/module.h>
#include <linux/fs.h>

static const struct super_operations repro_ops = {
	.drop_inode = generic_delete_inode,
};

static int __init repro_init(void)
{
	return repro_ops.drop_inode ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
