#include <linux/module.h>
#include <net/cfg80211.h>

static int repro_set_monitor_channel(struct wiphy *wiphy, struct cfg80211_chan_def *chandef)
{
	return -EOPNOTSUPP;
}

static const struct cfg80211_ops repro_ops = {
	.set_monitor_channel = repro_set_monitor_channel,
};

static int __init repro_init(void)
{
	return repro_ops.set_monitor_channel ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
