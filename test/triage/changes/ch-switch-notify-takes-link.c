#include <linux/module.h>
#include <net/cfg80211.h>

static struct cfg80211_chan_def repro_chandef;
static struct net_device *repro_dev;

static int __init repro_init(void)
{
	cfg80211_ch_switch_notify(repro_dev, &repro_chandef);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
