#include <linux/fs.h>
#include <linux/module.h>

static ssize_t repro_copy(struct file *in, loff_t from, struct file *out, loff_t to, size_t length,
			  unsigned int flags)
{
	return generic_copy_file_range(in, from, out, to, length, flags);
}

static const struct file_operations __maybe_unused repro_operations[] = {
	{ .copy_file_range = repro_copy },
};

static const struct file_operations __maybe_unused repro_others = {
	.owner = THIS_MODULE,
	.copy_file_range = generic_copy_file_range,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
