#include <linux/module.h>
#include <net/cfg80211.h>

static int repro_get_tx_power(struct wiphy *wiphy, struct wireless_dev *wdev, int *dbm)
{
	return -EOPNOTSUPP;
}

static const struct cfg80211_ops repro_ops = {
	.get_tx_power = repro_get_tx_power,
};

static int __init repro_init(void)
{
	return repro_ops.get_tx_power ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
