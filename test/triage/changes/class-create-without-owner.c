#include <linux/module.h>
#include <linux/device.h>

static struct class *repro_class;

static int __init repro_init(void)
{
	repro_class = class_create(THIS_MODULE, "repro");
	return PTR_ERR_OR_ZERO(repro_class);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
