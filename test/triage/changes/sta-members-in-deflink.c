#include <linux/module.h>
#include <net/mac80211.h>

static __maybe_unused unsigned int repro_rates(struct ieee80211_sta *sta)
{
	return sta->ht_cap.ht_supported + sta->supp_rates[0] + sta->rx_nss + sta->bandwidth;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
