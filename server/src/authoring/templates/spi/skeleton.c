// SPDX-License-Identifier: GPL-2.0-only
/*
 * skeleton - SPI driver
 *
 * Copyright (C) @YEAR@ @AUTHOR@
 */

#include <linux/device.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/spi/spi.h>
#include <linux/sysfs.h>

/* Commands of the chip. */
#define SKELETON_CMD_ID		0x9f
#define SKELETON_CMD_VALUE	0x0b

static ssize_t value_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	int value = spi_w8r8(to_spi_device(dev), SKELETON_CMD_VALUE);

	return value < 0 ? value : sysfs_emit(buf, "%d\n", value);
}
static DEVICE_ATTR_RO(value);

static struct attribute *skeleton_dev_attrs[] = {
	&dev_attr_value.attr,
	NULL
};
ATTRIBUTE_GROUPS(skeleton_dev);

/*
 * What devm_ functions take is given back in reverse order when the driver is unbound, so there
 * is no remove function. One returns int before Linux 5.18, and nothing from then on.
 */
static int skeleton_probe(struct spi_device *spi)
{
	struct device *dev = &spi->dev;
	int id, ret;

	spi->mode = SPI_MODE_0;
	spi->bits_per_word = 8;
	ret = spi_setup(spi);
	if (ret)
		return dev_err_probe(dev, ret, "cannot set up the bus\n");

	id = spi_w8r8(spi, SKELETON_CMD_ID);
	if (id < 0)
		return dev_err_probe(dev, id, "cannot read the identification\n");

	dev_info(dev, "identification %#x\n", id);
	return 0;
}

static const struct spi_device_id skeleton_ids[] = {
	{ "skeleton" },
	{ }
};
MODULE_DEVICE_TABLE(spi, skeleton_ids);

static const struct of_device_id skeleton_of_match[] = {
	{ .compatible = "vendor,skeleton" },
	{ }
};
MODULE_DEVICE_TABLE(of, skeleton_of_match);

static struct spi_driver skeleton_driver = {
	.driver = {
		.name = "skeleton",
		.of_match_table = skeleton_of_match,
		.dev_groups = skeleton_dev_groups,
	},
	.id_table = skeleton_ids,
	.probe = skeleton_probe,
};
module_spi_driver(skeleton_driver);

MODULE_DESCRIPTION("skeleton SPI driver");
MODULE_AUTHOR("@AUTHOR@");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
