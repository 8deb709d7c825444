#include <linux/module.h>
#include <linux/fs.h>

static int repro_mkdir(struct user_namespace *mnt_userns, struct inode *dir, struct dentry *dentry, umode_t mode)
{
	return -EPERM;
}

static const struct inode_operations repro_ops = {
	.mkdir = repro_mkdir,
};

static int __init repro_init(void)
{
	return repro_ops.mkdir ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
