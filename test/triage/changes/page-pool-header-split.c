#include <linux/module.h>
#include <net/page_pool.h>

static __maybe_unused struct page_pool *repro(const struct page_pool_params *parameters)
{
	return page_pool_create(parameters);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
