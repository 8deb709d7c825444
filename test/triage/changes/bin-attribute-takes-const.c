#include <linux/module.h>
#include <linux/sysfs.h>
#include <linux/kobject.h>

static ssize_t repro_read(struct file *file, struct kobject *object, struct bin_attribute *attribute, char *buffer,
			  loff_t offset, size_t size)
{
	return 0;
}

static struct bin_attribute repro_attribute = {
	.attr = { .name = "repro", .mode = 0444 },
	.size = 16,
	.read = repro_read,
};

static int __init repro_init(void)
{
	return sysfs_create_bin_file(kernel_kobj, &repro_attribute);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
