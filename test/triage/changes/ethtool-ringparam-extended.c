#include <linux/module.h>
#include <linux/ethtool.h>
#include <linux/netdevice.h>

static void repro_get_ringparam(struct net_device *dev, struct ethtool_ringparam *ring)
{
	ring->rx_max_pending = 1;
}

static const struct ethtool_ops repro_ops = {
	.get_ringparam = repro_get_ringparam,
};

static int __init repro_init(void)
{
	return repro_ops.get_ringparam ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
