#include <linux/module.h>
#include <net/cfg80211.h>

static __maybe_unused void repro(struct wiphy *wiphy, struct ieee80211_mgmt *frame, struct ieee80211_channel *channel)
{
	struct cfg80211_inform_bss found = {
		.chan = channel,
		.scan_width = NL80211_BSS_CHAN_WIDTH_20,
		.signal = -60,
	};

	if (!channel)
		found.scan_width = NL80211_BSS_CHAN_WIDTH_10;
	cfg80211_put_bss(wiphy, cfg80211_inform_bss_frame_data(wiphy, &found, frame, 24, GFP_KERNEL));
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
