#include <linux/module.h>
#include <drm/drm_drv.h>
#include <drm/drm_fb_helper.h>

static int repro_probe(struct drm_fb_helper *helper, struct drm_fb_helper_surface_size *sizes)
{
	return 0;
}

static const struct drm_fb_helper_funcs __maybe_unused repro_funcs = {
	.fb_probe = repro_probe,
};

static const struct drm_driver __maybe_unused repro_driver = {
	.name = "repro",
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
