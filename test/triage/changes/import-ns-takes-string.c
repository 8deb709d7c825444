#include <linux/module.h>
#include <linux/dma-buf.h>

static int __init repro_init(void)
{
	return PTR_ERR_OR_ZERO(dma_buf_get(0));
}

module_init(repro_init);

MODULE_IMPORT_NS(DMA_BUF);
MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
