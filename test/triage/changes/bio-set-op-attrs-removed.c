#include <linux/module.h>
#include <linux/blk_types.h>

static __maybe_unused void repro(struct bio *bio)
{
	bio_set_op_attrs(bio, REQ_OP_READ, 0);
	bio_set_op_attrs(bio, REQ_OP_WRITE, REQ_SYNC);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
