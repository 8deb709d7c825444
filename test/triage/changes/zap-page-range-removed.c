#include <linux/mm.h>
#include <linux/module.h>

static __maybe_unused void repro_zap(struct vm_area_struct *vma)
{
	zap_page_range(vma, vma->vm_start, PAGE_SIZE);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
