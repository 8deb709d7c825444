#include <linux/module.h>
#include <linux/mm.h>

static __maybe_unused struct page *repro(struct page *page, int n)
{
	return nth_page(page, n);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
