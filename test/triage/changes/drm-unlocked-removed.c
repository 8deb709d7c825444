#include <linux/module.h>
#include <drm/drm_ioctl.h>

static __maybe_unused int repro(void)
{
	return DRM_AUTH | DRM_UNLOCKED;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
