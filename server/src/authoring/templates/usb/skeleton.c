// SPDX-License-Identifier: GPL-2.0-only
/*
 * skeleton - USB driver
 *
 * Copyright (C) @YEAR@ @AUTHOR@
 */

#include <linux/module.h>
#include <linux/slab.h>
#include <linux/usb.h>

/*
 * These are the IDs of Linux's own Gadget Zero (modprobe dummy_hcd; modprobe g_zero), with which
 * the driver can be tried without hardware. Replace them by those of your device.
 */
#define SKELETON_VENDOR_ID	0x0525
#define SKELETON_PRODUCT_ID	0xa4a0

struct skeleton_device {
	struct usb_interface *intf;
	struct urb *urb;
	void *buffer;
};

/* Runs when a transfer has ended. Must not sleep. */
static void skeleton_received(struct urb *urb)
{
	struct skeleton_device *skel = urb->context;
	int ret;

	switch (urb->status) {
	case 0:
		dev_dbg(&skel->intf->dev, "received: %*ph\n", (int)urb->actual_length,
			skel->buffer);
		break;
	case -ENOENT:
	case -ECONNRESET:
	case -ESHUTDOWN:
		/* The transfer was cancelled, or the device has gone. */
		return;
	default:
		dev_err(&skel->intf->dev, "cannot receive any more: %d\n", urb->status);
		return;
	}

	ret = usb_submit_urb(urb, GFP_ATOMIC);
	/* -EPERM: it is being cancelled right now. */
	if (ret && ret != -EPERM)
		dev_err(&skel->intf->dev, "cannot receive any more: %d\n", ret);
}

static int skeleton_probe(struct usb_interface *intf, const struct usb_device_id *id)
{
	struct usb_device *udev = interface_to_usbdev(intf);
	struct usb_endpoint_descriptor *bulk_in;
	struct skeleton_device *skel;
	size_t size;
	int ret;

	ret = usb_find_bulk_in_endpoint(intf->cur_altsetting, &bulk_in);
	if (ret) {
		dev_err(&intf->dev, "no bulk endpoint to receive from\n");
		return ret;
	}
	size = usb_endpoint_maxp(bulk_in);

	skel = devm_kzalloc(&intf->dev, sizeof(*skel), GFP_KERNEL);
	if (!skel)
		return -ENOMEM;
	skel->intf = intf;

	/* A buffer for DMA shares its cache lines with nothing else. */
	skel->buffer = kmalloc(size, GFP_KERNEL);
	if (!skel->buffer)
		return -ENOMEM;
	skel->urb = usb_alloc_urb(0, GFP_KERNEL);
	if (!skel->urb) {
		ret = -ENOMEM;
		goto err_free_buffer;
	}
	usb_fill_bulk_urb(skel->urb, udev,
			  usb_rcvbulkpipe(udev, usb_endpoint_num(bulk_in)), skel->buffer,
			  size, skeleton_received, skel);

	usb_set_intfdata(intf, skel);
	ret = usb_submit_urb(skel->urb, GFP_KERNEL);
	if (ret) {
		dev_err(&intf->dev, "cannot receive: %d\n", ret);
		goto err_free_urb;
	}
	return 0;

err_free_urb:
	usb_free_urb(skel->urb);
err_free_buffer:
	kfree(skel->buffer);
	return ret;
}

static void skeleton_disconnect(struct usb_interface *intf)
{
	struct skeleton_device *skel = usb_get_intfdata(intf);

	usb_kill_urb(skel->urb);
	usb_free_urb(skel->urb);
	kfree(skel->buffer);
}

static int skeleton_suspend(struct usb_interface *intf, pm_message_t message)
{
	struct skeleton_device *skel = usb_get_intfdata(intf);

	usb_kill_urb(skel->urb);
	return 0;
}

static int skeleton_resume(struct usb_interface *intf)
{
	struct skeleton_device *skel = usb_get_intfdata(intf);

	return usb_submit_urb(skel->urb, GFP_NOIO);
}

static const struct usb_device_id skeleton_ids[] = {
	{ USB_DEVICE(SKELETON_VENDOR_ID, SKELETON_PRODUCT_ID) },
	{ }
};
MODULE_DEVICE_TABLE(usb, skeleton_ids);

static struct usb_driver skeleton_driver = {
	.name = "skeleton",
	.id_table = skeleton_ids,
	.probe = skeleton_probe,
	.disconnect = skeleton_disconnect,
	.suspend = skeleton_suspend,
	.resume = skeleton_resume,
	.reset_resume = skeleton_resume,
};
module_usb_driver(skeleton_driver);

MODULE_DESCRIPTION("skeleton USB driver");
MODULE_AUTHOR("@AUTHOR@");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
