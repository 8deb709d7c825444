#include <linux/module.h>
#include <linux/iommu.h>
#include <linux/pci.h>

static __maybe_unused struct iommu_domain *repro(void)
{
	return iommu_domain_alloc(&pci_bus_type);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
