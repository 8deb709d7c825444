#include <linux/module.h>
#include <drm/drm_mode_config.h>

static void repro_changed(struct drm_device *dev)
{
}

static const struct drm_mode_config_funcs repro_funcs = {
	.output_poll_changed = repro_changed,
};

static int __init repro_init(void)
{
	return sizeof(repro_funcs) ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
