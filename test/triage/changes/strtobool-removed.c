#include <linux/module.h>
#include <linux/string.h>
#include <linux/kernel.h>

static int __init repro_init(void)
{
	bool on;

	return strtobool("y", &on);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
