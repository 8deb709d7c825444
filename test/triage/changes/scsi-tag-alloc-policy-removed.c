#include <linux/module.h>
#include <linux/blk-mq.h>
#include <scsi/scsi_host.h>

static struct scsi_host_template __maybe_unused repro_template = {
	.name = "repro",
	.tag_alloc_policy = BLK_TAG_ALLOC_RR,
	.this_id = -1,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
