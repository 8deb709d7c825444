#include <linux/module.h>
#include <linux/usb.h>

static struct usb_driver repro_driver = {
	.name = "repro",
};

static int __init repro_init(void)
{
	repro_driver.drvwrap.driver.shutdown = NULL;
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
