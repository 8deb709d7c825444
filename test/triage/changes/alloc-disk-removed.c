#include <linux/module.h>
#include <linux/blkdev.h>
#include <linux/genhd.h>

static int __init repro_init(void)
{
	struct gendisk *disk = alloc_disk(1);

	if (!disk)
		return -ENOMEM;
	put_disk(disk);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
