#include <linux/module.h>
#include <linux/fs.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 17, 0)
#define REQUEST const struct kiocb *iocb
#else
#define REQUEST struct file *file
#endif

static int repro_write_end(REQUEST, struct address_space *mapping, loff_t pos, unsigned int len,
			   unsigned int copied, struct page *page, void *fsdata)
{
	return copied;
}

static const struct address_space_operations __maybe_unused repro_operations = {
	.write_end = repro_write_end,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
