#include <linux/module.h>
#include <net/mac80211.h>

static void repro_stop(struct ieee80211_hw *hw)
{
}

static const struct ieee80211_ops repro_ops = {
	.stop = repro_stop,
};

static int __init repro_init(void)
{
	return repro_ops.stop ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
