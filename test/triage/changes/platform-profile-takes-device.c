#include <linux/module.h>
#include <linux/platform_profile.h>

int repro_register(struct platform_profile_handler *handler);
void repro_end(void);

int repro_register(struct platform_profile_handler *handler)
{
	return platform_profile_register(handler);
}

void repro_end(void)
{
	platform_profile_notify();
	platform_profile_remove();
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
