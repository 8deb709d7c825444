#include <linux/module.h>

int init_module(void)
{
	return 0;
}

void cleanup_module(void)
{
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
