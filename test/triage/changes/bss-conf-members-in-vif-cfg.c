#include <linux/module.h>
#include <net/mac80211.h>

static __maybe_unused int repro_associated(struct ieee80211_vif *vif)
{
	return vif->bss_conf.assoc ? vif->bss_conf.aid : 0;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
