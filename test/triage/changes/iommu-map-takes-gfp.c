#include <linux/module.h>
#include <linux/iommu.h>

static struct iommu_domain *repro_domain;

static int __init repro_init(void)
{
	return iommu_map(repro_domain, 0, 0, PAGE_SIZE, IOMMU_READ);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
