#include <linux/module.h>
#include <net/cfg80211.h>

static int repro_add_key(struct wiphy *wiphy, struct net_device *dev, u8 index, bool pairwise,
			 const u8 *mac, struct key_params *params)
{
	netdev_dbg(dev, "%u", index);
	return -ENOENT;
}

static int repro_set_default_key(struct wiphy *wiphy, struct net_device *dev, u8 index, bool unicast,
				 bool multicast)
{
	return repro_add_key(wiphy, dev, index, unicast, NULL, NULL);
}

static const struct cfg80211_ops repro_ops = {
	.add_key = repro_add_key,
	.set_default_key = repro_set_default_key,
};

static int __init repro_init(void)
{
	return repro_ops.add_key ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
