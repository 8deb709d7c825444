#include <linux/module.h>
#include <linux/dma-buf.h>

extern const struct dma_buf_ops repro_ops;
const struct dma_buf_ops repro_ops = {
	.cache_sgt_mapping = true,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
