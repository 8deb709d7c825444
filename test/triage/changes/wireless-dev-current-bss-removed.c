#include <linux/module.h>
#include <net/cfg80211.h>

static struct wireless_dev repro_wdev;

static int __init repro_init(void)
{
	return repro_wdev.current_bss ? -EBUSY : 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
