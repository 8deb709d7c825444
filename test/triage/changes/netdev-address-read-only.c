#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/etherdevice.h>

static void repro_set_address(struct net_device *dev, const u8 *address)
{
	memcpy(dev->dev_addr, address, ETH_ALEN);
}

static int repro_clear_first(struct net_device *dev)
{
	dev->dev_addr[0] = 0;
	return 0;
}

static int __init repro_init(void)
{
	static const u8 address[ETH_ALEN] = { 2, 0, 0, 0, 0, 1 };
	struct net_device *dev = alloc_etherdev(0);

	if (!dev)
		return -ENOMEM;
	repro_set_address(dev, address);
	repro_clear_first(dev);
	free_netdev(dev);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
