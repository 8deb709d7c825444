#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/etherdevice.h>

struct repro {
	struct napi_struct napi;
};

static int repro_poll(struct napi_struct *napi, int budget)
{
	napi_complete_done(napi, 0);
	return 0;
}

static int __init repro_init(void)
{
	struct net_device *dev = alloc_etherdev(sizeof(struct repro));
	struct repro *repro;

	if (!dev)
		return -ENOMEM;
	repro = netdev_priv(dev);
	netif_napi_add(dev, &repro->napi, repro_poll, 64);
	netif_napi_del(&repro->napi);
	free_netdev(dev);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
