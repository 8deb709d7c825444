#include <linux/module.h>
#include <linux/blkdev.h>

static int __init repro_init(void)
{
	return blk_alloc_queue(NUMA_NO_NODE) ? 0 : -ENOMEM;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
