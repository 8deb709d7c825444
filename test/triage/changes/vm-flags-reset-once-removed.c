#include <linux/module.h>
#include <linux/mm.h>
#include <linux/fs.h>
#include <linux/version.h>

static int repro_mmap(struct file *file, struct vm_area_struct *vma)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	vm_flags_reset_once(vma, VM_READ | VM_MAYREAD | VM_DONTEXPAND);
#endif
	return 0;
}

static const struct file_operations repro_fops = {
	.owner = THIS_MODULE,
	.mmap = repro_mmap,
};

static int __init repro_init(void)
{
	return repro_fops.mmap ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
