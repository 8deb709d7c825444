#include <linux/module.h>
#include <linux/device.h>

static struct bus_type repro_bus = {
	.name = "repro",
};

static int __init repro_init(void)
{
	return repro_bus.p ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
