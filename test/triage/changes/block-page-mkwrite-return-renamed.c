#include <linux/buffer_head.h>
#include <linux/module.h>

static __maybe_unused vm_fault_t repro_fault(int error)
{
	return block_page_mkwrite_return(error);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
