#include <linux/module.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 12, 0)
#include <linux/platform_profile.h>

static int __maybe_unused repro_register(struct platform_profile_handler *handler)
{
	return platform_profile_register(handler);
}

static void __maybe_unused repro_end(void)
{
	platform_profile_notify();
	platform_profile_remove();
}
#endif

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
