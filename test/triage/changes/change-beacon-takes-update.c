#include <linux/module.h>
#include <net/cfg80211.h>

static int repro_change_beacon(struct wiphy *wiphy, struct net_device *dev,
			       struct cfg80211_beacon_data *info)
{
	return info->head_len > 0 ? 0 : -EINVAL;
}

static const struct cfg80211_ops repro_ops = {
	.change_beacon = repro_change_beacon,
};

static int __init repro_init(void)
{
	return repro_ops.change_beacon ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
