#include <linux/module.h>
#include <linux/blkdev.h>
#include <linux/version.h>

static __maybe_unused void repro(struct block_device *device)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 0, 0)
	if (freeze_bdev(device) == 0)
		thaw_bdev(device);
#endif
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
