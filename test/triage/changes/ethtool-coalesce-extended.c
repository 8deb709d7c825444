#include <linux/module.h>
#include <linux/ethtool.h>
#include <linux/netdevice.h>

static int repro_get_coalesce(struct net_device *dev, struct ethtool_coalesce *coalesce)
{
	coalesce->rx_coalesce_usecs = 1;
	return 0;
}

static const struct ethtool_ops repro_ops = {
	.get_coalesce = repro_get_coalesce,
};

static int __init repro_init(void)
{
	return repro_ops.get_coalesce ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
