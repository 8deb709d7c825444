#include <linux/module.h>
#include <drm/drm_framebuffer.h>
#include <drm/drm_fourcc.h>
#include <drm/drm_mode_config.h>
#include <drm/drm_modeset_helper.h>

static struct drm_framebuffer *repro_fb_create(struct drm_device *dev, struct drm_file *file,
					       const struct drm_mode_fb_cmd2 *cmd)
{
	drm_helper_mode_fill_fb_struct(dev, NULL, cmd);
	return NULL;
}

static const struct drm_mode_config_funcs __maybe_unused repro_funcs = {
	.fb_create = repro_fb_create,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
