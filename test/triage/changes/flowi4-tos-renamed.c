#include <linux/module.h>
#include <net/flow.h>

static int __init repro_init(void)
{
	struct flowi4 flow = { .flowi4_tos = 4 };

	flow.flowi4_tos = 8;
	return flow.flowi4_tos;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
