#include <linux/module.h>
#include <media/v4l2-dev.h>
#include <media/v4l2-fh.h>

static struct v4l2_fh repro_fh;

static int repro_open(struct file *file)
{
	v4l2_fh_add(&repro_fh);
	return 0;
}

static int repro_release(struct file *file)
{
	v4l2_fh_del(&repro_fh);
	return 0;
}

static const struct v4l2_file_operations __maybe_unused repro_operations = {
	.open = repro_open,
	.release = repro_release,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
