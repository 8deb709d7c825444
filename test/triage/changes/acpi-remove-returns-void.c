#include <linux/module.h>
#include <linux/acpi.h>

static int repro_add(struct acpi_device *device)
{
	return 0;
}

static int repro_remove(struct acpi_device *device)
{
	return 0;
}

static const struct acpi_device_id repro_ids[] = {
	{ "REPRO000", 0 },
	{ "", 0 },
};
MODULE_DEVICE_TABLE(acpi, repro_ids);

static struct acpi_driver repro_driver = {
	.name = "repro",
	.class = "repro",
	.ids = repro_ids,
	.ops = {
		.add = repro_add,
		.remove = repro_remove,
	},
};

static int __init repro_init(void)
{
	return acpi_bus_register_driver(&repro_driver);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
