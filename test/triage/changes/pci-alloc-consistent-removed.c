#include <linux/module.h>
#include <linux/pci.h>

static int repro_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	dma_addr_t handle;
	void *memory = pci_alloc_consistent(pdev, 4096, &handle);

	if (!memory)
		return -ENOMEM;
	pci_free_consistent(pdev, 4096, memory, handle);
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
