#include <linux/module.h>
#include <linux/mm.h>

static __maybe_unused struct vm_area_struct *repro(struct vm_area_struct *vma)
{
	return vma->vm_next;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
