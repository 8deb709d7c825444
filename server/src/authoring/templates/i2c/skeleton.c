// SPDX-License-Identifier: GPL-2.0-only
/*
 * skeleton - I2C driver
 *
 * Copyright (C) @YEAR@ @AUTHOR@
 */

#include <linux/device.h>
#include <linux/i2c.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/sysfs.h>
#include <linux/version.h>

/* Registers of the chip. */
#define SKELETON_REG_ID		0x00
#define SKELETON_REG_VALUE	0x01

static ssize_t value_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	int value = i2c_smbus_read_byte_data(to_i2c_client(dev), SKELETON_REG_VALUE);

	return value < 0 ? value : sysfs_emit(buf, "%d\n", value);
}
static DEVICE_ATTR_RO(value);

static struct attribute *skeleton_dev_attrs[] = {
	&dev_attr_value.attr,
	NULL
};
ATTRIBUTE_GROUPS(skeleton_dev);

static int skeleton_probe(struct i2c_client *client)
{
	struct device *dev = &client->dev;
	int id;

	if (!i2c_check_functionality(client->adapter, I2C_FUNC_SMBUS_BYTE_DATA))
		return -EOPNOTSUPP;

	id = i2c_smbus_read_byte_data(client, SKELETON_REG_ID);
	if (id < 0)
		return dev_err_probe(dev, id, "cannot read the identification\n");

	dev_info(dev, "identification %#x\n", id);
	return 0;
}

static const struct i2c_device_id skeleton_ids[] = {
	{ "skeleton" },
	{ }
};
MODULE_DEVICE_TABLE(i2c, skeleton_ids);

static const struct of_device_id skeleton_of_match[] = {
	{ .compatible = "vendor,skeleton" },
	{ }
};
MODULE_DEVICE_TABLE(of, skeleton_of_match);

static struct i2c_driver skeleton_driver = {
	.driver = {
		.name = "skeleton",
		.of_match_table = skeleton_of_match,
		.dev_groups = skeleton_dev_groups,
	},
	.id_table = skeleton_ids,
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	.probe = skeleton_probe,
#else
	.probe_new = skeleton_probe,
#endif
};
module_i2c_driver(skeleton_driver);

MODULE_DESCRIPTION("skeleton I2C driver");
MODULE_AUTHOR("@AUTHOR@");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
