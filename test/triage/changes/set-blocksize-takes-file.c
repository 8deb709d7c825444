#include <linux/blkdev.h>
#include <linux/fs.h>
#include <linux/module.h>

static __maybe_unused int repro_size(struct super_block *sb, int size)
{
	return set_blocksize(sb->s_bdev, size);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
