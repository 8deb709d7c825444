#include <linux/module.h>
#include <drm/drm_gem_cma_helper.h>

static __maybe_unused dma_addr_t repro(struct drm_gem_object *object)
{
	struct drm_gem_cma_object *memory = to_drm_gem_cma_obj(object);

	return memory->paddr;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
