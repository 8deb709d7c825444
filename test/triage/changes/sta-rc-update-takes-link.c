#include <linux/module.h>
#include <net/mac80211.h>

static void repro_update(struct ieee80211_hw *hw, struct ieee80211_vif *vif, struct ieee80211_sta *sta, u32 changed)
{
	pr_info("%u %pM\n", changed, sta->addr);
}

static const struct ieee80211_ops __maybe_unused repro_ops = {
	.sta_rc_update = repro_update,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
