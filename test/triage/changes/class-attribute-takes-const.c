#include <linux/module.h>
#include <linux/device/class.h>

static ssize_t repro_show(struct class *class, struct class_attribute *attr, char *buf)
{
	return 0;
}

static struct class_attribute repro_attribute = {
	.show = repro_show,
};

static ssize_t level_show(struct class *class, struct class_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", attr->attr.name);
}

static ssize_t level_store(struct class *class, struct class_attribute *attr, const char *buf, size_t count)
{
	return count;
}
static CLASS_ATTR_RW(level);

static int __init repro_init(void)
{
	return repro_attribute.show && class_attr_level.store ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
