#include <linux/module.h>
#include <linux/device/class.h>

static ssize_t repro_show(struct class *class, struct class_attribute *attr, char *buf)
{
	return 0;
}

static struct class_attribute repro_attribute = {
	.show = repro_show,
};

static int __init repro_init(void)
{
	return repro_attribute.show ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
