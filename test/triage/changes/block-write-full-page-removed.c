#include <linux/buffer_head.h>
#include <linux/fs.h>
#include <linux/module.h>

static int repro_get_block(struct inode *inode, sector_t block, struct buffer_head *buffer, int create)
{
	return -EIO;
}

static __maybe_unused int repro_writepage(struct page *page, struct writeback_control *control)
{
	return block_write_full_page(page, repro_get_block, control);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
