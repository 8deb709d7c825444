// SPDX-License-Identifier: GPL-2.0-only
/*
 * skeleton - PCI driver
 *
 * Copyright (C) @YEAR@ @AUTHOR@
 */

#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>

/*
 * These are the IDs and registers of QEMU's educational device (-device edu), with which the
 * driver can be tried without hardware. Replace them by those of your device.
 */
#define SKELETON_VENDOR_ID	0x1234
#define SKELETON_DEVICE_ID	0x11e8

#define SKELETON_BAR		0
#define SKELETON_REG_ID		0x00
#define SKELETON_REG_IRQ_STATUS	0x24
#define SKELETON_REG_IRQ_RAISE	0x60
#define SKELETON_REG_IRQ_ACK	0x64

struct skeleton_device {
	struct pci_dev *pdev;
	void __iomem *regs;
};

static irqreturn_t skeleton_irq(int irq, void *data)
{
	struct skeleton_device *priv = data;
	u32 status = ioread32(priv->regs + SKELETON_REG_IRQ_STATUS);

	if (!status)
		return IRQ_NONE;

	iowrite32(status, priv->regs + SKELETON_REG_IRQ_ACK);
	dev_info(&priv->pdev->dev, "interrupt, status %#x\n", status);
	return IRQ_HANDLED;
}

static int skeleton_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct device *dev = &pdev->dev;
	struct skeleton_device *priv;
	int ret;

	priv = devm_kzalloc(dev, sizeof(*priv), GFP_KERNEL);
	if (!priv)
		return -ENOMEM;
	priv->pdev = pdev;

	ret = pci_enable_device_mem(pdev);
	if (ret)
		return dev_err_probe(dev, ret, "cannot enable the device\n");
	ret = pci_request_mem_regions(pdev, KBUILD_MODNAME);
	if (ret)
		goto err_disable;
	priv->regs = pci_iomap(pdev, SKELETON_BAR, 0);
	if (!priv->regs) {
		ret = -ENOMEM;
		goto err_release;
	}

	/* The educational device reaches 28 bits. */
	ret = dma_set_mask_and_coherent(dev, DMA_BIT_MASK(28));
	if (ret)
		goto err_unmap;
	pci_set_master(pdev);

	ret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);
	if (ret < 0)
		goto err_clear_master;
	ret = request_irq(pci_irq_vector(pdev, 0), skeleton_irq, IRQF_SHARED, KBUILD_MODNAME,
			  priv);
	if (ret)
		goto err_free_vectors;

	pci_set_drvdata(pdev, priv);
	dev_info(dev, "identification %#x\n", ioread32(priv->regs + SKELETON_REG_ID));
	iowrite32(1, priv->regs + SKELETON_REG_IRQ_RAISE);
	return 0;

err_free_vectors:
	pci_free_irq_vectors(pdev);
err_clear_master:
	pci_clear_master(pdev);
err_unmap:
	pci_iounmap(pdev, priv->regs);
err_release:
	pci_release_mem_regions(pdev);
err_disable:
	pci_disable_device(pdev);
	return dev_err_probe(dev, ret, "cannot set up the device\n");
}

static void skeleton_remove(struct pci_dev *pdev)
{
	struct skeleton_device *priv = pci_get_drvdata(pdev);

	free_irq(pci_irq_vector(pdev, 0), priv);
	pci_free_irq_vectors(pdev);
	pci_clear_master(pdev);
	pci_iounmap(pdev, priv->regs);
	pci_release_mem_regions(pdev);
	pci_disable_device(pdev);
}

static const struct pci_device_id skeleton_ids[] = {
	{ PCI_DEVICE(SKELETON_VENDOR_ID, SKELETON_DEVICE_ID) },
	{ }
};
MODULE_DEVICE_TABLE(pci, skeleton_ids);

static struct pci_driver skeleton_driver = {
	.name = "skeleton",
	.id_table = skeleton_ids,
	.probe = skeleton_probe,
	.remove = skeleton_remove,
};
module_pci_driver(skeleton_driver);

MODULE_DESCRIPTION("skeleton PCI driver");
MODULE_AUTHOR("@AUTHOR@");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
