#include <linux/module.h>
#include <linux/buffer_head.h>

static __maybe_unused bool repro_has(struct page *page)
{
	return page_has_buffers(page);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
