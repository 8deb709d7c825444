#include <linux/module.h>
#include <linux/fs.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#define TARGET struct folio
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(5, 19, 0)
#define TARGET struct page
#else
#define TARGET unsigned int flags, struct page
#endif

static int repro_write_begin(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len,
			     TARGET **target, void **fsdata)
{
	return file ? 0 : -EINVAL;
}

static const struct address_space_operations __maybe_unused repro_operations = {
	.write_begin = repro_write_begin,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
