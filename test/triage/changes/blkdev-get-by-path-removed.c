#include <linux/module.h>
#include <linux/blkdev.h>

static int __init repro_init(void)
{
	struct block_device *bdev = blkdev_get_by_path("/dev/sda", FMODE_READ, NULL);

	if (IS_ERR(bdev))
		return PTR_ERR(bdev);
	blkdev_put(bdev, FMODE_READ);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
