#include <linux/device.h>
#include <linux/module.h>

static struct class __maybe_unused repro_class = {
	.owner = THIS_MODULE,
	.name = "repro",
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
