#include <linux/module.h>
#include <linux/acpi.h>

static int repro_add(struct acpi_device *device)
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
	.owner = THIS_MODULE,
	.ids = repro_ids,
	.ops = {
		.add = repro_add,
	},
};
module_acpi_driver(repro_driver);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
