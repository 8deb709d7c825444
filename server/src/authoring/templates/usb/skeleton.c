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
	struct skeleton_device *priv = urb->context;
	int ret;

	switch (urb->status) {
	case 0:
		dev_dbg(&priv->intf->dev, "received: %*ph\n", (int)urb->actual_length,
			priv->buffer);
		break;
	case -ENOENT:
	case -ECONNRESET:
	case -ESHUTDOWN:
		/* The transfer was cancelled, or the device has gone. */
		return;
	default:
		dev_err(&priv->intf->dev, "cannot receive any more: %d\n", urb->status);
		return;
	}

	ret = usb_submit_urb(urb, GFP_ATOMIC);
	/* -EPERM: it is being cancelled right now. */
	if (ret && ret != -EPERM)
		dev_err(&priv->intf->dev, "cannot receive any more: %d\n", ret);
}

static int skeleton_probe(struct usb_interface *intf, const struct usb_device_id *id)
{
	struct usb_device *udev = interface_to_usbdev(intf);
	struct usb_endpoint_descriptor *bulk_in;
	struct skeleton_device *priv;
	size_t size;
	int ret;

	ret = usb_find_bulk_in_endpoint(intf->cur_altsetting, &bulk_in);
	if (ret) {
		dev_err(&intf->dev, "no bulk endpoint to receive from\n");
		return ret;
	}
	size = usb_endpoint_maxp(bulk_in);

	priv = devm_kzalloc(&intf->dev, sizeof(*priv), GFP_KERNEL);
	if (!priv)
		return -ENOMEM;
	priv->intf = intf;

	/* A buffer for DMA shares its cache lines with nothing else. */
	priv->buffer = kmalloc(size, GFP_KERNEL);
	if (!priv->buffer)
		return -ENOMEM;
	priv->urb = usb_alloc_urb(0, GFP_KERNEL);
	if (!priv->urb) {
		ret = -ENOMEM;
		goto err_free_buffer;
	}
	usb_fill_bulk_urb(priv->urb, udev,
			  usb_rcvbulkpipe(udev, usb_endpoint_num(bulk_in)), priv->buffer,
			  size, skeleton_received, priv);

	usb_set_intfdata(intf, priv);
	ret = usb_submit_urb(priv->urb, GFP_KERNEL);
	if (ret) {
		dev_err(&intf->dev, "cannot receive: %d\n", ret);
		goto err_free_urb;
	}
	return 0;

err_free_urb:
	usb_free_urb(priv->urb);
err_free_buffer:
	kfree(priv->buffer);
	return ret;
}

static void skeleton_disconnect(struct usb_interface *intf)
{
	struct skeleton_device *priv = usb_get_intfdata(intf);

	usb_kill_urb(priv->urb);
	usb_free_urb(priv->urb);
	kfree(priv->buffer);
}

static int skeleton_suspend(struct usb_interface *intf, pm_message_t message)
{
	struct skeleton_device *priv = usb_get_intfdata(intf);

	usb_kill_urb(priv->urb);
	return 0;
}

static int skeleton_resume(struct usb_interface *intf)
{
	struct skeleton_device *priv = usb_get_intfdata(intf);

	return usb_submit_urb(priv->urb, GFP_NOIO);
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
