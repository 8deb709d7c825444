#include <linux/module.h>
#include <linux/fs.h>

static int repro_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	return __generic_file_fsync(file, start, end, datasync);
}

static const struct file_operations __maybe_unused repro_operations = {
	.owner = THIS_MODULE,
	.fsync = generic_file_fsync,
};

static const struct file_operations __maybe_unused repro_others = {
	.owner = THIS_MODULE,
	.fsync = repro_fsync,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
