#include <linux/module.h>
#include <net/mac80211.h>

static struct ieee80211_hw *repro_hw;
static struct ieee80211_vif *repro_vif;

static int __init repro_init(void)
{
	return ieee80211_nullfunc_get(repro_hw, repro_vif, false) ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
