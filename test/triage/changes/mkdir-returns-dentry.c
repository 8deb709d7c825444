#include <linux/module.h>
#include <linux/fs.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
#define IDMAP struct mnt_idmap *idmap,
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(5, 12, 0)
#define IDMAP struct user_namespace *idmap,
#else
#define IDMAP
#endif

static int repro_mkdir(IDMAP struct inode *dir, struct dentry *dentry, umode_t mode)
{
	if (!dentry)
		return -EINVAL;
	return 0;
}

static const struct inode_operations __maybe_unused repro_operations = {
	.mkdir = repro_mkdir,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
