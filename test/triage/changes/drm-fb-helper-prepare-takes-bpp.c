#include <linux/module.h>
#include <drm/drm_fb_helper.h>

static __maybe_unused int repro(struct drm_device *dev, struct drm_fb_helper *helper, const struct drm_fb_helper_funcs *funcs)
{
	drm_fb_helper_prepare(dev, helper, funcs);
	return drm_fb_helper_initial_config(helper, 32);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
