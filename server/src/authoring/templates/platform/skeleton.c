// SPDX-License-Identifier: GPL-2.0-only
/*
 * skeleton - platform driver
 *
 * Copyright (C) @YEAR@ @AUTHOR@
 */

#include <linux/device.h>
#include <linux/err.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/platform_device.h>

/* Registers of the device. */
#define SKELETON_IRQ_ENABLE	0x00
#define SKELETON_IRQ_STATUS	0x04

struct skeleton_device {
	struct device *dev;
	void __iomem *base;
};

static irqreturn_t skeleton_irq(int irq, void *data)
{
	struct skeleton_device *priv = data;
	u32 status = readl(priv->base + SKELETON_IRQ_STATUS);

	if (!status)
		return IRQ_NONE;

	writel(status, priv->base + SKELETON_IRQ_STATUS);
	dev_dbg(priv->dev, "interrupt, status %#x\n", status);
	return IRQ_HANDLED;
}

static void skeleton_disable(void *data)
{
	struct skeleton_device *priv = data;

	writel(0, priv->base + SKELETON_IRQ_ENABLE);
}

/*
 * What devm_ functions take is given back in reverse order when the driver is unbound, so there
 * is no remove function. One returns int before Linux 6.11, and nothing from then on.
 */
static int skeleton_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct skeleton_device *priv;
	int irq, ret;

	priv = devm_kzalloc(dev, sizeof(*priv), GFP_KERNEL);
	if (!priv)
		return -ENOMEM;
	priv->dev = dev;

	priv->base = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(priv->base))
		return PTR_ERR(priv->base);

	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	ret = devm_request_irq(dev, irq, skeleton_irq, 0, dev_name(dev), priv);
	if (ret)
		return dev_err_probe(dev, ret, "cannot request interrupt %d\n", irq);

	/* Added last, it runs first: the device is quiet before its interrupt is freed. */
	ret = devm_add_action_or_reset(dev, skeleton_disable, priv);
	if (ret)
		return ret;

	writel(1, priv->base + SKELETON_IRQ_ENABLE);
	return 0;
}

static const struct of_device_id skeleton_of_match[] = {
	{ .compatible = "vendor,skeleton" },
	{ }
};
MODULE_DEVICE_TABLE(of, skeleton_of_match);

static struct platform_driver skeleton_driver = {
	.driver = {
		.name = "skeleton",
		.of_match_table = skeleton_of_match,
	},
	.probe = skeleton_probe,
};
module_platform_driver(skeleton_driver);

MODULE_DESCRIPTION("skeleton platform driver");
MODULE_AUTHOR("@AUTHOR@");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
