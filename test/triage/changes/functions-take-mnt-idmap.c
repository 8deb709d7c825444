#include <linux/module.h>
#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/version.h>

static __maybe_unused void repro(struct inode *inode, struct inode *directory)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 12, 0)
	inode_init_owner(&init_user_ns, inode, directory, 0644);
#endif
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
