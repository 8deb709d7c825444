#include <linux/module.h>
#include <drm/drm_device.h>

static struct drm_device repro_device;

static int __init repro_init(void)
{
	mutex_init(&repro_device.struct_mutex);
	mutex_lock(&repro_device.struct_mutex);
	mutex_unlock(&repro_device.struct_mutex);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
