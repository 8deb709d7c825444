#include <linux/module.h>
#include <linux/random.h>
#include <linux/prandom.h>

static int __init repro_init(void)
{
	return prandom_u32_max(10) > 10 ? -EINVAL : 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
