#include <linux/module.h>
#include <linux/acpi.h>

static void repro_notify(u32 value, void *context)
{
	pr_info("%u\n", value);
}

static __maybe_unused int repro(void)
{
	return wmi_install_notify_handler("ABBC0F72-8EA1-11D1-00A0-C90629100000", repro_notify, NULL);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
