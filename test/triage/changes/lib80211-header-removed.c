#include <linux/module.h>
#include <net/lib80211.h>


static int __init repro_init(void)
{
	return NUM_WEP_KEYS == 4 ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
