#include <linux/module.h>
#include <linux/blkdev.h>
#include <linux/blk-mq.h>

static __maybe_unused int repro(struct request_queue *queue)
{
	struct request *request = blk_get_request(queue, REQ_OP_DRV_IN, 0);

	if (IS_ERR(request))
		return PTR_ERR(request);
	blk_put_request(request);
	return 0;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
