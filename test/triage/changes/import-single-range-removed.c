#include <linux/module.h>
#include <linux/uio.h>

static __maybe_unused int repro(void __user *buffer, size_t size, struct iovec *vector, struct iov_iter *iter)
{
	return import_single_range(0, buffer, size, vector, iter);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
