#include <linux/module.h>
#include <drm/drm_drv.h>
#include <drm/drm_prime.h>

static struct drm_driver __maybe_unused repro_driver = {
	.name = "repro",
	.gem_prime_mmap = drm_gem_prime_mmap,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
