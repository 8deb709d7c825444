#include <linux/buffer_head.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mpage.h>
#include <linux/pagemap.h>

static int repro_get_block(struct inode *inode, sector_t block, struct buffer_head *buffer, int create)
{
	return -EIO;
}

static __maybe_unused int repro_read(struct page *page)
{
	return block_read_full_page(page, repro_get_block) ?: mpage_readpage(page, repro_get_block);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
