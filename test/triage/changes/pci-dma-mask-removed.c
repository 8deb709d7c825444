#include <linux/module.h>
#include <linux/pci.h>

static int repro_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	if (pci_set_dma_mask(pdev, DMA_BIT_MASK(32)))
		return -EIO;
	return pci_set_consistent_dma_mask(pdev, DMA_BIT_MASK(32));
}

static const struct pci_device_id repro_ids[] = { { PCI_DEVICE(0x1234, 0x5678) }, {} };

static struct pci_driver repro_driver = {
	.name = "repro",
	.id_table = repro_ids,
	.probe = repro_probe,
};
module_pci_driver(repro_driver);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
