#include <linux/module.h>
#include <linux/fs.h>

static int repro_actor(struct dir_context *ctx, const char *name, int length, loff_t offset, u64 inode,
		       unsigned int type)
{
	if (offset >= 10)
		return -ENOSPC;
	return 0;
}

static __maybe_unused int repro(struct file *folder)
{
	struct dir_context ctx = { .actor = repro_actor };

	return iterate_dir(folder, &ctx);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
