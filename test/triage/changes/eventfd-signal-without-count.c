#include <linux/module.h>
#include <linux/eventfd.h>

static struct eventfd_ctx *repro_context;

static int __init repro_init(void)
{
	eventfd_signal(repro_context, 1);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
