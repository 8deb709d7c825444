#include <linux/module.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

static __maybe_unused struct address_space *repro_mapping(struct page *page)
{
	return page_mapping(page);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
