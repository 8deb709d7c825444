#include <linux/module.h>
#include <linux/blkdev.h>

static __maybe_unused void repro_name(struct block_device *bdev)
{
	char name[BDEVNAME_SIZE];

	pr_info("%s\n", bdevname(bdev, name));
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
