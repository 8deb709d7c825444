#include <linux/module.h>
#include <linux/device.h>
#include <linux/device/class.h>
#include <linux/slab.h>

static char *repro_devnode(struct device *dev, umode_t *mode)
{
	if (mode)
		*mode = 0666;
	return kasprintf(GFP_KERNEL, "repro/%s", dev_name(dev));
}

static struct class repro_class = {
	.name = "repro",
	.devnode = repro_devnode,
};

static int __init repro_init(void)
{
	return class_register(&repro_class);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
