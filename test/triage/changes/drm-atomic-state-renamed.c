#include <linux/module.h>
#include <drm/drm_atomic.h>

static __maybe_unused void repro(struct drm_plane *plane, struct drm_atomic_state *state)
{
	if (drm_atomic_get_new_plane_state(state, plane))
		pr_info("repro\n");
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
