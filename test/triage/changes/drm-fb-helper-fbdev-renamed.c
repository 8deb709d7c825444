#include <linux/module.h>
#include <drm/drm_fb_helper.h>

static struct drm_fb_helper repro_helper;

static int __init repro_init(void)
{
	return repro_helper.fbdev ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
