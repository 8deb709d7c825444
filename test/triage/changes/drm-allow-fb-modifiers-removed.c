#include <linux/module.h>
#include <drm/drm_mode_config.h>

static struct drm_mode_config repro_config;

static int __init repro_init(void)
{
	repro_config.allow_fb_modifiers = true;
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
