#include <linux/buffer_head.h>
#include <linux/module.h>

static __maybe_unused void repro_buffers(struct page *page, struct inode *inode)
{
	create_empty_buffers(page, i_blocksize(inode), 0);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
