#include <linux/module.h>
#include <net/cfg80211.h>

static int repro_tdls_mgmt(struct wiphy *wiphy, struct net_device *dev, const u8 *peer, u8 action_code,
			   u8 dialog_token, u16 status_code, u32 peer_capability, bool initiator,
			   const u8 *buf, size_t len)
{
	return 0;
}

static const struct cfg80211_ops repro_ops = {
	.tdls_mgmt = repro_tdls_mgmt,
};

static int __init repro_init(void)
{
	return repro_ops.tdls_mgmt ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
