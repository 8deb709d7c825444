#include <linux/module.h>
#include <linux/device.h>

static ssize_t version_show(struct bus_type *bus, char *buf)
{
	return sysfs_emit(buf, "%s\n", bus->name);
}
static BUS_ATTR_RO(version);

static ssize_t repro_store(struct bus_type *bus, const char *buf, size_t count)
{
	return count;
}

static struct bus_attribute repro_attribute = {
	.attr = { .name = "repro", .mode = 0200 },
	.store = repro_store,
};

static int __init repro_init(void)
{
	return bus_attr_version.show && repro_attribute.store ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
