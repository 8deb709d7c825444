#include <linux/module.h>
#include <media/v4l2-dev.h>
#include <media/v4l2-fh.h>

static struct v4l2_fh repro_fh;

static int __init repro_init(void)
{
	v4l2_fh_add(&repro_fh);
	v4l2_fh_del(&repro_fh);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
