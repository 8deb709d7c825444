#include <linux/blkdev.h>
#include <linux/module.h>

static unsigned int repro_sectors(unsigned int wanted)
{
	return min_t(unsigned int, wanted, BLK_DEF_MAX_SECTORS);
}

static int __init repro_init(void)
{
	return repro_sectors(1) == 1 ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
