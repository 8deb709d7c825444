#include <linux/module.h>
#include <linux/fs.h>

static int repro_permission(struct user_namespace *mnt_userns, struct inode *inode, int mask)
{
	return -EPERM;
}

static const struct inode_operations repro_ops = {
	.permission = repro_permission,
};

static int __init repro_init(void)
{
	return repro_ops.permission ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
