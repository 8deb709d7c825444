#include <linux/module.h>
#include <linux/bio.h>
#include <linux/buffer_head.h>

static __maybe_unused void repro(struct buffer_head *bh)
{
	submit_bh(REQ_OP_WRITE, REQ_SYNC, bh);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
