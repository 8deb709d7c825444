#include <linux/module.h>
#include <net/mac80211.h>

static struct ieee80211_bss_conf repro_conf;

static int __init repro_init(void)
{
	return repro_conf.chandef.chan ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
