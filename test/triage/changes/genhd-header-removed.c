#include <linux/module.h>
#include <linux/genhd.h>

static int __init repro_init(void)
{
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
