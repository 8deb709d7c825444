#include <linux/device.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/power_supply.h>

static __maybe_unused void repro_config(struct power_supply_config *config, struct device *dev)
{
	config->of_node = dev->of_node;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
