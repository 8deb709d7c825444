#include <linux/module.h>
#include <linux/thermal.h>

static struct thermal_zone_device_ops repro_ops;

static __maybe_unused struct thermal_zone_device *repro(void *data)
{
	return thermal_zone_device_register("repro", 0, 0, data, &repro_ops, NULL, 0, 0);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
