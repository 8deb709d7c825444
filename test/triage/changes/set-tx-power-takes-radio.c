#include <linux/module.h>
#include <net/cfg80211.h>

static int repro_set_tx_power(struct wiphy *wiphy, struct wireless_dev *wdev,
			      enum nl80211_tx_power_setting type, int mbm)
{
	return -EOPNOTSUPP;
}

static const struct cfg80211_ops repro_ops = {
	.set_tx_power = repro_set_tx_power,
};

static int __init repro_init(void)
{
	return repro_ops.set_tx_power ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
