#include <linux/module.h>
#include <linux/buffer_head.h>

static __maybe_unused struct buffer_head *repro(struct block_device *bdev)
{
	return __getblk_gfp(bdev, 1, 512, GFP_KERNEL);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
