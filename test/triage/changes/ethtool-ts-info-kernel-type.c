#include <linux/module.h>
#include <linux/ethtool.h>
#include <linux/netdevice.h>

static int repro_get_ts_info(struct net_device *dev, struct ethtool_ts_info *info)
{
	return ethtool_op_get_ts_info(dev, info);
}

static const struct ethtool_ops repro_ops = {
	.get_ts_info = repro_get_ts_info,
};

static int __init repro_init(void)
{
	return repro_ops.get_ts_info ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
