#include <linux/module.h>
#include <net/cfg80211.h>

static int repro_stop_ap(struct wiphy *wiphy, struct net_device *dev)
{
	return 0;
}

static const struct cfg80211_ops repro_ops = {
	.stop_ap = repro_stop_ap,
};

static int __init repro_init(void)
{
	return repro_ops.stop_ap ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
