#include <linux/module.h>
#include <linux/acpi.h>

static acpi_handle repro_handle;

static int __init repro_init(void)
{
	struct acpi_device *device, **second = &device;

	if (acpi_bus_get_device(repro_handle, &device))
		return -ENODEV;
	acpi_bus_get_device(repro_handle, second);
	return device->status.present;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
