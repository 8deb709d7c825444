#include <linux/module.h>
#include <linux/device.h>

static int repro_match(struct device *dev, struct device_driver *driver)
{
	return dev->driver == driver;
}

static struct bus_type repro_bus = {
	.name = "repro",
	.match = repro_match,
};

static int __init repro_init(void)
{
	return bus_register(&repro_bus);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
