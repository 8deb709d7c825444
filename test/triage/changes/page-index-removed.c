#include <linux/module.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

static __maybe_unused unsigned long repro(struct page *page)
{
	return page->index;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
