#include <linux/module.h>
#include <linux/netdevice.h>

static __maybe_unused int repro_set(struct net_device *dev, struct sockaddr *address)
{
	return dev_set_mac_address(dev, address, NULL);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
