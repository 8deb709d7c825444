#include <linux/module.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 11, 0)
#include <linux/dma-buf.h>

static __maybe_unused void *repro(struct dma_buf *buffer)
{
	struct dma_buf_map map;

	if (dma_buf_vmap(buffer, &map))
		return NULL;
	return dma_buf_map_is_null(&map) ? NULL : map.vaddr;
}
#endif

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
