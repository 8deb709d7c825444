#include <linux/module.h>
#include <linux/pagemap.h>

static __maybe_unused void repro_wait(struct page *page)
{
	wait_for_stable_page(page);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
