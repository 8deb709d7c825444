#include <linux/module.h>
#include <linux/mm.h>

static struct vm_area_struct *repro_vma;

static int __init repro_init(void)
{
	unsigned long pfn;

	return follow_pfn(repro_vma, 0, &pfn);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
