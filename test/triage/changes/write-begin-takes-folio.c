#include <linux/module.h>
#include <linux/buffer_head.h>
#include <linux/fs.h>
#include <linux/pagemap.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 17, 0)
#define REQUEST const struct kiocb *iocb
#define REQUESTED iocb
#else
#define REQUEST struct file *file
#define REQUESTED file
#endif

static int repro_write_end(REQUEST, struct address_space *mapping, loff_t pos, unsigned int len,
			   unsigned int copied, struct page *page, void *fsdata)
{
	if (PageChecked(page))
		return 0;
	return generic_write_end(REQUESTED, mapping, pos, len, copied, page, fsdata);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 19, 0)
static int repro_get_block(struct inode *inode, sector_t block, struct buffer_head *bh, int create)
{
	return 0;
}

static int repro_write_begin(REQUEST, struct address_space *mapping, loff_t pos, unsigned int len,
			     struct page **pagep, void **fsdata)
{
	return block_write_begin(mapping, pos, len, pagep, repro_get_block);
}
#endif

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 19, 0) && LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
static int repro_page_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len,
			    struct page **pagep, void **fsdata)
{
	*pagep = find_or_create_page(mapping, pos >> PAGE_SHIFT, GFP_NOFS);
	return *pagep ? 0 : -ENOMEM;
}

static const struct address_space_operations __maybe_unused repro_page_operations = {
	.write_begin = repro_page_begin,
};
#endif

static const struct address_space_operations __maybe_unused repro_operations = {
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 19, 0)
	.write_begin = repro_write_begin,
#endif
	.write_end = repro_write_end,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
