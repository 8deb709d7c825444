#include <linux/module.h>
#include <linux/pagemap.h>

struct page *repro_grab(struct address_space *mapping, pgoff_t index);

struct page *repro_grab(struct address_space *mapping, pgoff_t index)
{
	return grab_cache_page_write_begin(mapping, index);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
