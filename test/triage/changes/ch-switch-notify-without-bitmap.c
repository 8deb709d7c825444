#include <linux/module.h>
#include <linux/version.h>
#include <net/cfg80211.h>

static __maybe_unused void repro(struct net_device *dev, struct cfg80211_chan_def *channel)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	cfg80211_ch_switch_notify(dev, channel, 0, 0);
#endif
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
