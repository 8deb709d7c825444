#include <linux/hid.h>
#include <linux/module.h>

static __maybe_unused int repro_report(struct hid_device *hdev, u8 *data, u32 size)
{
	hid_report_raw_event(hdev, HID_INPUT_REPORT, data, size, 0);
	return 0;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
