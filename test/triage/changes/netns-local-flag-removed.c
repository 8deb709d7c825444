#include <linux/module.h>
#include <linux/netdevice.h>

static __maybe_unused void repro(struct net_device *dev)
{
	dev->features |= NETIF_F_NETNS_LOCAL;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
