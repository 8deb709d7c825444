#include <linux/module.h>
#include <net/mac80211.h>

static __maybe_unused void repro_switch(struct ieee80211_vif *vif)
{
	if (ieee80211_beacon_cntdwn_is_complete(vif))
		ieee80211_csa_finish(vif);
	else
		ieee80211_beacon_update_cntdwn(vif);
	ieee80211_chswitch_done(vif, true);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
