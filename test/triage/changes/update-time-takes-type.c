#include <linux/module.h>
#include <linux/fs.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
static int repro_update_time(struct inode *inode, int flags)
{
	return generic_update_time(inode, flags);
}

static const struct inode_operations repro_operations __maybe_unused = {
	.update_time = repro_update_time,
};
#endif

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
