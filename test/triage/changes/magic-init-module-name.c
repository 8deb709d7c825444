/* The other units get other names on the command line. */
#undef init_module
#undef cleanup_module
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
