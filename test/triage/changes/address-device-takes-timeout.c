#include <linux/module.h>
#include <linux/usb.h>
#include <linux/usb/hcd.h>

static int repro_address_device(struct usb_hcd *hcd, struct usb_device *udev)
{
	return 0;
}

static const struct hc_driver repro_driver = {
	.description = "repro",
	.address_device = repro_address_device,
};

static int __init repro_init(void)
{
	return repro_driver.address_device ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
