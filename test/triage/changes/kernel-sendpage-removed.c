#include <linux/module.h>
#include <linux/net.h>
#include <linux/mm.h>

static int __init repro_init(void)
{
	return kernel_sendpage(NULL, NULL, 0, 0, 0);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
