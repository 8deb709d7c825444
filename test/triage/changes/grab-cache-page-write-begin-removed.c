#include <linux/module.h>
#include <linux/version.h>
#include <linux/pagemap.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 19, 0)
static __maybe_unused struct page *repro_grab(struct address_space *mapping, pgoff_t index)
{
	return grab_cache_page_write_begin(mapping, index);
}
#endif

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
