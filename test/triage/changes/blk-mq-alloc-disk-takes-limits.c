#include <linux/module.h>
#include <linux/version.h>
#include <linux/blk-mq.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 15, 0)
static __maybe_unused struct gendisk *repro(struct blk_mq_tag_set *set, void *data)
{
	return blk_mq_alloc_disk(set, data);
}
#endif

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
