#include <linux/module.h>
#include <linux/hid.h>

static __u8 *repro_fixup(struct hid_device *hid, __u8 *descriptor, unsigned int *size)
{
	if (*size > 1)
		descriptor[0] = 0x05;
	return descriptor;
}

static const struct hid_device_id repro_ids[] = { { HID_USB_DEVICE(0x1234, 0x5678) }, {} };
MODULE_DEVICE_TABLE(hid, repro_ids);

static struct hid_driver repro_driver = {
	.name = "repro",
	.id_table = repro_ids,
	.report_fixup = repro_fixup,
};
module_hid_driver(repro_driver);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
