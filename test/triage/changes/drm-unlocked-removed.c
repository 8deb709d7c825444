#include <linux/module.h>
#include <drm/drm_ioctl.h>

int repro(void);
int repro(void)
{
	return DRM_AUTH | DRM_UNLOCKED;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
