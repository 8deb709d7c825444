#include <linux/module.h>
#include <linux/fs.h>

static int repro_iterate(struct file *file, struct dir_context *context)
{
	return dir_emit_dots(file, context) ? 0 : -EINVAL;
}

static const struct file_operations __maybe_unused repro_operations = {
	.owner = THIS_MODULE,
	.iterate = repro_iterate,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
