#include <linux/module.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>

static __maybe_unused int repro_clean(struct page *page)
{
	return page_mkclean(page);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
