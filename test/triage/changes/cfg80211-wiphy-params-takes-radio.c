#include <linux/module.h>
#include <net/cfg80211.h>

static int repro_set_wiphy_params(struct wiphy *wiphy, u32 changed)
{
	return -EOPNOTSUPP;
}

static const struct cfg80211_ops repro_ops = {
	.set_wiphy_params = repro_set_wiphy_params,
};

static int __init repro_init(void)
{
	return repro_ops.set_wiphy_params ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
