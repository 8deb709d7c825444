#include <linux/module.h>
#include <linux/acpi.h>
#include <linux/slab.h>

static void repro_notify(u32 value, void *context);

static __maybe_unused int repro(void)
{
	return wmi_install_notify_handler("ABBC0F72-8EA1-11D1-00A0-C90629100000", repro_notify, NULL);
}

static void repro_notify(u32 value, void *context)
{
	struct acpi_buffer response = { ACPI_ALLOCATE_BUFFER, NULL };
	union acpi_object *object;

	if (wmi_get_event_data(value, &response) != AE_OK)
		return;
	object = response.pointer;
	if (object)
		pr_info("%u\n", object->type);
	kfree(object);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
