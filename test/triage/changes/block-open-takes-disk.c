#include <linux/module.h>
#include <linux/blkdev.h>

static int repro_open(struct block_device *bdev, fmode_t mode)
{
	return mode & FMODE_WRITE ? -EROFS : 0;
}

static void repro_release(struct gendisk *disk, fmode_t mode)
{
}

static const struct block_device_operations repro_ops = {
	.owner = THIS_MODULE,
	.open = repro_open,
	.release = repro_release,
};

static int __init repro_init(void)
{
	return repro_ops.open ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
