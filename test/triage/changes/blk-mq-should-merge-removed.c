#include <linux/module.h>
#include <linux/blk-mq.h>

static __maybe_unused void repro_set(struct blk_mq_tag_set *set)
{
	set->flags = BLK_MQ_F_SHOULD_MERGE | BLK_MQ_F_BLOCKING;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
