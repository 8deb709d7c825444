// SPDX-License-Identifier: GPL-2.0-only
/*
 * skeleton - HID driver
 *
 * Copyright (C) @YEAR@ @AUTHOR@
 */

#include <linux/device.h>
#include <linux/hid.h>
#include <linux/module.h>

/* Replace the IDs by those of your device: lsusb shows them. */
#define SKELETON_VENDOR_ID	0x1209
#define SKELETON_PRODUCT_ID	0x0001

/* Returns 0 to have the report handled as usual, 1 if it has been handled here. Must not sleep. */
static int skeleton_raw_event(struct hid_device *hdev, struct hid_report *report,
			      u8 *data, int size)
{
	hid_dbg(hdev, "report %u: %*ph\n", report->id, size, data);
	return 0;
}

static int skeleton_probe(struct hid_device *hdev, const struct hid_device_id *id)
{
	int ret;

	ret = hid_parse(hdev);
	if (ret)
		return dev_err_probe(&hdev->dev, ret, "cannot parse the reports\n");

	ret = hid_hw_start(hdev, HID_CONNECT_DEFAULT);
	if (ret)
		return dev_err_probe(&hdev->dev, ret, "cannot start the device\n");

	return 0;
}

static void skeleton_remove(struct hid_device *hdev)
{
	hid_hw_stop(hdev);
}

static const struct hid_device_id skeleton_ids[] = {
	{ HID_USB_DEVICE(SKELETON_VENDOR_ID, SKELETON_PRODUCT_ID) },
	{ }
};
MODULE_DEVICE_TABLE(hid, skeleton_ids);

static struct hid_driver skeleton_driver = {
	.name = "skeleton",
	.id_table = skeleton_ids,
	.probe = skeleton_probe,
	.remove = skeleton_remove,
	.raw_event = skeleton_raw_event,
};
module_hid_driver(skeleton_driver);

MODULE_DESCRIPTION("skeleton HID driver");
MODULE_AUTHOR("@AUTHOR@");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
