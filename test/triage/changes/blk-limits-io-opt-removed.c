#include <linux/module.h>
#include <linux/blkdev.h>

static __maybe_unused void repro_limits(struct queue_limits *limits)
{
	blk_limits_io_opt(limits, 4096);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
