#include <crypto/hash.h>
#include <linux/completion.h>
#include <linux/module.h>

static void repro_done(struct crypto_async_request *request, int error)
{
	struct completion *completion = request->data;

	if (error != -EINPROGRESS)
		complete(completion);
}

static __maybe_unused void repro_request(struct ahash_request *request, struct completion *completion)
{
	ahash_request_set_callback(request, 0, repro_done, completion);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
