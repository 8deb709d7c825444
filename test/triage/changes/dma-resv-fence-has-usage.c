#include <linux/dma-resv.h>
#include <linux/module.h>

static __maybe_unused int repro_add_fence(struct dma_resv *resv, struct dma_fence *fence)
{
	int error = dma_resv_reserve_shared(resv, 1);

	if (!error)
		dma_resv_add_shared_fence(resv, fence);
	dma_resv_add_excl_fence(resv, fence);
	return error;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
