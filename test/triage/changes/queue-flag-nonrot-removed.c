#include <linux/module.h>
#include <linux/blkdev.h>

static __maybe_unused void repro_queue(struct request_queue *queue)
{
	blk_queue_flag_set(QUEUE_FLAG_NONROT, queue);
	blk_queue_flag_clear(QUEUE_FLAG_ADD_RANDOM, queue);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
