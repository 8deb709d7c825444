#include <linux/module.h>
#include <net/mac80211.h>

static void repro_prepare(struct ieee80211_hw *hw, struct ieee80211_vif *vif, u16 duration)
{
}

static const struct ieee80211_ops repro_ops = {
	.mgd_prepare_tx = repro_prepare,
};

static int __init repro_init(void)
{
	return repro_ops.mgd_prepare_tx ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
