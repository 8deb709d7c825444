#include <linux/module.h>
#include <linux/device.h>

static int repro_remove(struct device *dev)
{
	return 0;
}

static struct bus_type repro_bus = {
	.name = "repro",
	.remove = repro_remove,
};

static int __init repro_init(void)
{
	return bus_register(&repro_bus);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
