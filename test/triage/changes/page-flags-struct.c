#include <linux/module.h>
#include <linux/mm.h>

static struct page *repro_page;

static int __init repro_init(void)
{
	unsigned long flags = repro_page->flags;

	return flags ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
