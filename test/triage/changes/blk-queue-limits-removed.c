#include <linux/module.h>
#include <linux/blkdev.h>

static __maybe_unused void repro_limits(struct gendisk *disk)
{
	blk_queue_logical_block_size(disk->queue, 4096);
	blk_queue_max_segments(disk->queue, 16);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
