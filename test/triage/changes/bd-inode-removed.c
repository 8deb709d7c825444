#include <linux/module.h>
#include <linux/blkdev.h>
#include <linux/fs.h>

static struct block_device *repro_device;

static int __init repro_init(void)
{
	return i_size_read(repro_device->bd_inode) + repro_device->bd_inode->i_blkbits;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
