#include <linux/module.h>
#include <linux/bio.h>
#include <linux/buffer_head.h>
#include <linux/version.h>

static __maybe_unused void repro_read(struct buffer_head *bh)
{
	bh->b_end_io = end_buffer_read_sync;
	get_bh(bh);
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 0, 0)
	submit_bh(REQ_OP_READ, 0, bh);
#else
	submit_bh(REQ_OP_READ, bh);
#endif
	wait_on_buffer(bh);
}

static __maybe_unused void repro_write(struct buffer_head *bh)
{
	bh->b_end_io = end_buffer_write_sync;
	get_bh(bh);
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 0, 0)
	submit_bh(REQ_OP_WRITE, REQ_SYNC, bh);
#else
	submit_bh(REQ_OP_WRITE | REQ_SYNC, bh);
#endif
	wait_on_buffer(bh);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
