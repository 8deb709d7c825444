#include <linux/module.h>
#include <linux/usb.h>

static __maybe_unused int repro(struct usb_device *device, int pipe)
{
	return usb_maxpacket(device, pipe, usb_pipeout(pipe));
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
