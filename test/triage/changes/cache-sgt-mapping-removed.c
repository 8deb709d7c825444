#include <linux/module.h>
#include <linux/dma-buf.h>

static const struct dma_buf_ops __maybe_unused repro_ops = {
	.cache_sgt_mapping = true,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
