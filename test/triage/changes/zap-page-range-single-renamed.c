#include <linux/module.h>
#include <linux/mm.h>

void repro_zap(struct vm_area_struct *vma);

void repro_zap(struct vm_area_struct *vma)
{
	zap_page_range_single(vma, vma->vm_start, PAGE_SIZE, NULL);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
