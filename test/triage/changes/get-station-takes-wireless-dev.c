#include <linux/module.h>
#include <net/cfg80211.h>

static int repro_get_station(struct wiphy *wiphy, struct net_device *dev, const u8 *mac, struct station_info *info)
{
	return dev->mtu > 0 ? 0 : -EINVAL;
}

static int repro_del_station(struct wiphy *wiphy, struct net_device *dev, struct station_del_parameters *params)
{
	cfg80211_del_sta(dev, params->mac, GFP_KERNEL);
	return 0;
}

static const struct cfg80211_ops __maybe_unused repro_operations = {
	.get_station = repro_get_station,
	.del_station = repro_del_station,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
