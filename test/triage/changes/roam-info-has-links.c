#include <linux/module.h>
#include <net/cfg80211.h>

static struct cfg80211_roam_info repro_info;

static int __init repro_init(void)
{
	repro_info.bss = NULL;
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
