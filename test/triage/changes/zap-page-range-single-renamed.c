#include <linux/module.h>
#include <linux/version.h>
#include <linux/mm.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
static __maybe_unused void repro_zap_single(struct vm_area_struct *vma)
{
	zap_page_range_single(vma, vma->vm_start, PAGE_SIZE, NULL);
}
#endif

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
