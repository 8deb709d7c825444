#include <linux/module.h>
#include <linux/pci.h>

static int repro_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	static char buffer[64];
	dma_addr_t handle = pci_map_single(pdev, buffer, sizeof(buffer), PCI_DMA_TODEVICE);

	if (pci_dma_mapping_error(pdev, handle))
		return -EIO;
	pci_unmap_single(pdev, handle, sizeof(buffer), PCI_DMA_TODEVICE);
	return 0;
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
