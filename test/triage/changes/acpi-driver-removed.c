#include <linux/module.h>
#include <linux/acpi.h>

static int repro_add(struct acpi_device *device)
{
	return 0;
}

static struct acpi_driver repro_driver = {
	.name = "repro",
	.class = "repro",
	.ops = {
		.add = repro_add,
	},
};

static int __init repro_init(void)
{
	return acpi_bus_register_driver(&repro_driver);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
