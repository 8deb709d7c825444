#include <linux/module.h>
#include <linux/version.h>
#include <linux/blkdev.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 15, 0)
static __maybe_unused int repro(struct gendisk **disk)
{
	*disk = blk_alloc_disk(NUMA_NO_NODE);
	if (!*disk)
		return -ENOMEM;
	return 0;
}
#endif

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
