#include <linux/module.h>
#include <linux/mm.h>
#include <linux/pfn_t.h>

static __maybe_unused vm_fault_t repro(struct vm_area_struct *vma, unsigned long pfn)
{
	return vmf_insert_mixed(vma, vma->vm_start, __pfn_to_pfn_t(pfn, PFN_DEV));
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
