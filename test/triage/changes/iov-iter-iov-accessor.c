#include <linux/module.h>
#include <linux/uio.h>

static __maybe_unused size_t repro(struct iov_iter *iter)
{
	const struct iovec *first = iter->iov;

	return first->iov_len + iter->iov->iov_len;
}

static __maybe_unused const struct iovec *repro_of(struct iov_iter iter)
{
	return iter.iov;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
