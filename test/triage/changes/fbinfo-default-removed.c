#include <linux/module.h>
#include <linux/fb.h>

static int __init repro_init(void)
{
	return FBINFO_FLAG_DEFAULT;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
