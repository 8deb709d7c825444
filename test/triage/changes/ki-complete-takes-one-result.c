#include <linux/module.h>
#include <linux/fs.h>

struct repro_request {
	struct kiocb *iocb;
	long result;
};

static __maybe_unused void repro_complete(struct repro_request *request)
{
	request->iocb->ki_complete(request->iocb, request->result, 0);
}

static __maybe_unused void repro_fail(struct kiocb *iocb, int error)
{
	iocb->ki_complete(iocb, error, 0);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
