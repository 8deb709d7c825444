#include <linux/module.h>
#include <net/cfg80211.h>

static __maybe_unused void repro_wiphy_flags(struct wiphy *wiphy)
{
	wiphy->regulatory_flags |= REGULATORY_CUSTOM_REG | REGULATORY_IGNORE_STALE_KICKOFF;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
