#include <linux/module.h>
#include <net/mac80211.h>

static __maybe_unused struct sk_buff *repro_beacon(struct ieee80211_hw *hw, struct ieee80211_vif *vif, u16 *offset)
{
	if (offset)
		return ieee80211_beacon_get_tim(hw, vif, offset, NULL);
	return ieee80211_beacon_get(hw, vif);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
