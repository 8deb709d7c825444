#include <linux/module.h>
#include <linux/blk-mq.h>

static struct request *repro_request;

static int __init repro_init(void)
{
	return repro_request->rq_disk->private_data == NULL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
