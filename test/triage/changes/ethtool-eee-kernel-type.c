#include <linux/module.h>
#include <linux/ethtool.h>
#include <linux/netdevice.h>

static int repro_get_eee(struct net_device *dev, struct ethtool_eee *eee)
{
	return -EOPNOTSUPP;
}

static const struct ethtool_ops repro_ops = {
	.get_eee = repro_get_eee,
};

static int __init repro_init(void)
{
	return repro_ops.get_eee ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
