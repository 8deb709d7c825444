#include <linux/module.h>
#include <linux/buffer_head.h>

static __maybe_unused void repro(struct buffer_head *bh)
{
	bh->b_end_io = end_buffer_read_sync;
	get_bh(bh);
	wait_on_buffer(bh);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
