#include <linux/module.h>
#include <linux/wmi.h>

static int repro_remove(struct wmi_device *device)
{
	return 0;
}

static const struct wmi_device_id repro_ids[] = { { .guid_string = "00000000-0000-0000-0000-000000000000" }, {} };

static struct wmi_driver repro_driver = {
	.driver = { .name = "repro" },
	.id_table = repro_ids,
	.remove = repro_remove,
};
module_wmi_driver(repro_driver);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
