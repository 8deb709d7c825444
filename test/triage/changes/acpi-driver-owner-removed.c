#include <linux/module.h>
#include <linux/acpi.h>

static struct acpi_driver __maybe_unused repro_driver = {
	.name = "repro",
	.owner = THIS_MODULE,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
