#include <linux/module.h>
#include <linux/of.h>

static struct device_node *repro_node;

static int __init repro_init(void)
{
	struct property *property;
	const __be32 *cursor;
	u32 value;
	u32 sum = 0;

	of_property_for_each_u32(repro_node, "reg", property, cursor, value)
		sum += value;
	return sum ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
