#include <linux/module.h>
#include <linux/fs.h>

static const struct file_operations repro_operations __maybe_unused = {
	.owner = THIS_MODULE,
	.splice_read = generic_file_splice_read,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
