#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 12, 0)
#include <linux/platform_profile.h>

static struct platform_profile_handler repro_handler;

static int __maybe_unused repro_get(struct platform_profile_handler *handler,
				    enum platform_profile_option *profile)
{
	*profile = PLATFORM_PROFILE_BALANCED;
	return 0;
}

static int __maybe_unused repro_register(struct platform_device *device)
{
	repro_handler.profile_get = repro_get;
	set_bit(PLATFORM_PROFILE_BALANCED, repro_handler.choices);
	return platform_profile_register(&repro_handler);
}

static void __maybe_unused repro_end(void)
{
	platform_profile_notify();
	platform_profile_remove();
}
#endif

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
