#include <linux/module.h>
#include <linux/slab.h>

static __maybe_unused struct kmem_cache *repro(void)
{
	return kmem_cache_create("repro", 64, 0, SLAB_RECLAIM_ACCOUNT | SLAB_MEM_SPREAD, NULL);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
