#include <linux/module.h>
#include <drm/drm_device.h>

static __maybe_unused void repro_base(struct drm_device *dev, resource_size_t base)
{
	dev->mode_config.fb_base = base;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
