#include <linux/module.h>
#include <linux/netdevice.h>

static __maybe_unused void repro_add(struct net_device *dev, struct napi_struct *napi, int (*poll)(struct napi_struct *, int))
{
	netif_tx_napi_add(dev, napi, poll, NAPI_POLL_WEIGHT);
	netif_tx_napi_add(dev, napi, poll, 16);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
