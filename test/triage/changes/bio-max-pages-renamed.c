#include <linux/bio.h>
#include <linux/module.h>

static __maybe_unused int repro_most_pages(void)
{
	return BIO_MAX_PAGES;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
