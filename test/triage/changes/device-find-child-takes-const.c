#include <linux/device.h>
#include <linux/module.h>

static int repro_match(struct device *dev, void *data)
{
	return dev == data;
}

static __maybe_unused struct device *repro_find_child(struct device *dev)
{
	return device_find_child(dev, dev, repro_match);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
