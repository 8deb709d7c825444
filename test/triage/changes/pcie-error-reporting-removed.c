#include <linux/module.h>
#include <linux/pci.h>
#include <linux/aer.h>

static int repro_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	pci_enable_pcie_error_reporting(pdev);
	return 0;
}

static void repro_remove(struct pci_dev *pdev)
{
	pci_disable_pcie_error_reporting(pdev);
}

static const struct pci_device_id repro_ids[] = { { PCI_DEVICE(0x1234, 0x5678) }, {} };

static struct pci_driver repro_driver = {
	.name = "repro",
	.id_table = repro_ids,
	.probe = repro_probe,
	.remove = repro_remove,
};
module_pci_driver(repro_driver);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
