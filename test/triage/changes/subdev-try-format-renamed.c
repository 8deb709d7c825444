#include <linux/module.h>
#include <linux/version.h>
#include <media/v4l2-subdev.h>

static struct v4l2_subdev *repro_subdev;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 14, 0)
static struct v4l2_subdev_state *repro_state;
#else
static struct v4l2_subdev_pad_config *repro_state;
#endif

static int __init repro_init(void)
{
	struct v4l2_mbus_framefmt *format = v4l2_subdev_get_try_format(repro_subdev, repro_state, 0);

	format->width = v4l2_subdev_get_try_crop(repro_subdev, repro_state, 0)->width;
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
