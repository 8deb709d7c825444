#include <linux/module.h>
#include <linux/mm.h>

static struct vm_area_struct *repro_vma;

static int __init repro_init(void)
{
	zap_vma_ptes(repro_vma, repro_vma->vm_start, PAGE_SIZE);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
