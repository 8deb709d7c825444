#include <linux/module.h>
#include <linux/fs.h>
#include <linux/pagemap.h>

static int repro_readpage(struct file *file, struct page *page)
{
	SetPageUptodate(page);
	unlock_page(page);
	return 0;
}

static const struct address_space_operations __maybe_unused repro_operations = {
	.readpage = repro_readpage,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
