#include <linux/module.h>
#include <drm/drm_drv.h>

static const struct drm_driver repro_driver = {
	.name = "repro",
	.desc = "A reproduction",
	.date = "20240101",
	.major = 1,
};

static int __init repro_init(void)
{
	return repro_driver.major == 1 ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
