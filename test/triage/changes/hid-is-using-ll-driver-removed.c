#include <linux/module.h>
#include <linux/hid.h>

static __maybe_unused bool repro(struct hid_device *device)
{
	return hid_is_using_ll_driver(device, &usb_hid_driver);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
