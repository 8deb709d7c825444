#include <linux/module.h>

static int __init repro_init(void)
{
	return THIS_MODULE->core_layout.size ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
