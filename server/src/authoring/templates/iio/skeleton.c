// SPDX-License-Identifier: GPL-2.0-only
/*
 * skeleton - IIO driver, an analog-to-digital converter on I2C
 *
 * Copyright (C) @YEAR@ @AUTHOR@
 */

#include <linux/bits.h>
#include <linux/device.h>
#include <linux/i2c.h>
#include <linux/iio/iio.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/version.h>

/* The register of a channel, and what its values mean. */
#define SKELETON_REG_CHANNEL(n)	(0x10 + (n))
#define SKELETON_RESOLUTION	12	/* bits */
#define SKELETON_REFERENCE_MV	3300

struct skeleton_device {
	struct i2c_client *client;
};

static const struct iio_chan_spec skeleton_channels[] = {
	{
		.type = IIO_VOLTAGE,
		.indexed = 1,
		.channel = 0,
		.info_mask_separate = BIT(IIO_CHAN_INFO_RAW),
		.info_mask_shared_by_type = BIT(IIO_CHAN_INFO_SCALE),
	},
	{
		.type = IIO_VOLTAGE,
		.indexed = 1,
		.channel = 1,
		.info_mask_separate = BIT(IIO_CHAN_INFO_RAW),
		.info_mask_shared_by_type = BIT(IIO_CHAN_INFO_SCALE),
	},
};

static int skeleton_read_raw(struct iio_dev *indio_dev, struct iio_chan_spec const *chan,
			     int *val, int *val2, long mask)
{
	struct skeleton_device *priv = iio_priv(indio_dev);
	int ret;

	switch (mask) {
	case IIO_CHAN_INFO_RAW:
		ret = i2c_smbus_read_word_swapped(priv->client,
						  SKELETON_REG_CHANNEL(chan->channel));
		if (ret < 0)
			return ret;
		*val = ret & GENMASK(SKELETON_RESOLUTION - 1, 0);
		return IIO_VAL_INT;
	case IIO_CHAN_INFO_SCALE:
		/* Millivolts for one step. */
		*val = SKELETON_REFERENCE_MV;
		*val2 = SKELETON_RESOLUTION;
		return IIO_VAL_FRACTIONAL_LOG2;
	default:
		return -EINVAL;
	}
}

static const struct iio_info skeleton_info = {
	.read_raw = skeleton_read_raw,
};

static int skeleton_probe(struct i2c_client *client)
{
	struct device *dev = &client->dev;
	struct skeleton_device *priv;
	struct iio_dev *indio_dev;

	if (!i2c_check_functionality(client->adapter, I2C_FUNC_SMBUS_WORD_DATA))
		return -EOPNOTSUPP;

	indio_dev = devm_iio_device_alloc(dev, sizeof(*priv));
	if (!indio_dev)
		return -ENOMEM;
	priv = iio_priv(indio_dev);
	priv->client = client;

	indio_dev->name = "skeleton";
	indio_dev->info = &skeleton_info;
	indio_dev->modes = INDIO_DIRECT_MODE;
	indio_dev->channels = skeleton_channels;
	indio_dev->num_channels = ARRAY_SIZE(skeleton_channels);

	return devm_iio_device_register(dev, indio_dev);
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
	},
	.id_table = skeleton_ids,
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	.probe = skeleton_probe,
#else
	.probe_new = skeleton_probe,
#endif
};
module_i2c_driver(skeleton_driver);

MODULE_DESCRIPTION("skeleton IIO driver");
MODULE_AUTHOR("@AUTHOR@");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
