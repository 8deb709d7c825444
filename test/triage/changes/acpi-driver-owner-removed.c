#include <linux/module.h>
#include <linux/acpi.h>

extern struct acpi_driver repro_driver;
struct acpi_driver repro_driver = {
	.name = "repro",
	.owner = THIS_MODULE,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
