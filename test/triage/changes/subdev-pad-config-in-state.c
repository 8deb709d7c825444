#include <linux/module.h>
#include <media/v4l2-subdev.h>

static int repro_get_fmt(struct v4l2_subdev *sd, struct v4l2_subdev_pad_config *cfg,
			 struct v4l2_subdev_format *format)
{
	return cfg ? 0 : -EINVAL;
}

static const struct v4l2_subdev_pad_ops __maybe_unused repro_operations = {
	.get_fmt = repro_get_fmt,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
