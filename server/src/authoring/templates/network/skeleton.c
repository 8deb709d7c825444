// SPDX-License-Identifier: GPL-2.0-only
/*
 * skeleton - Ethernet driver
 *
 * Copyright (C) @YEAR@ @AUTHOR@
 */

#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/spinlock.h>

struct skeleton_device {
	spinlock_t lock;	/* protects the counters */
	u64 tx_packets;
	u64 tx_bytes;
};

static struct net_device *skeleton_netdev;

static int skeleton_open(struct net_device *dev)
{
	netif_start_queue(dev);
	return 0;
}

static int skeleton_stop(struct net_device *dev)
{
	netif_stop_queue(dev);
	return 0;
}

/* Counts a frame and drops it: this is where the hardware would get it. */
static netdev_tx_t skeleton_start_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct skeleton_device *priv = netdev_priv(dev);

	skb_tx_timestamp(skb);

	spin_lock(&priv->lock);
	priv->tx_packets++;
	priv->tx_bytes += skb->len;
	spin_unlock(&priv->lock);

	dev_consume_skb_any(skb);
	return NETDEV_TX_OK;
}

static void skeleton_get_stats64(struct net_device *dev,
				 struct rtnl_link_stats64 *stats)
{
	struct skeleton_device *priv = netdev_priv(dev);

	/* Frames are sent with bottom halves off, and from them. */
	spin_lock_bh(&priv->lock);
	stats->tx_packets = priv->tx_packets;
	stats->tx_bytes = priv->tx_bytes;
	spin_unlock_bh(&priv->lock);
}

static const struct net_device_ops skeleton_netdev_ops = {
	.ndo_open = skeleton_open,
	.ndo_stop = skeleton_stop,
	.ndo_start_xmit = skeleton_start_xmit,
	.ndo_get_stats64 = skeleton_get_stats64,
	.ndo_set_mac_address = eth_mac_addr,
	.ndo_validate_addr = eth_validate_addr,
};

static void skeleton_get_drvinfo(struct net_device *dev,
				 struct ethtool_drvinfo *info)
{
	strscpy(info->driver, KBUILD_MODNAME, sizeof(info->driver));
}

static const struct ethtool_ops skeleton_ethtool_ops = {
	.get_drvinfo = skeleton_get_drvinfo,
	.get_link = ethtool_op_get_link,
	.get_ts_info = ethtool_op_get_ts_info,
};

static int __init skeleton_init(void)
{
	struct skeleton_device *priv;
	struct net_device *dev;
	int ret;

	dev = alloc_etherdev(sizeof(*priv));
	if (!dev)
		return -ENOMEM;
	priv = netdev_priv(dev);
	spin_lock_init(&priv->lock);

	dev->netdev_ops = &skeleton_netdev_ops;
	dev->ethtool_ops = &skeleton_ethtool_ops;
	eth_hw_addr_random(dev);

	ret = register_netdev(dev);
	if (ret) {
		free_netdev(dev);
		return ret;
	}

	skeleton_netdev = dev;
	return 0;
}
module_init(skeleton_init);

static void __exit skeleton_exit(void)
{
	unregister_netdev(skeleton_netdev);
	free_netdev(skeleton_netdev);
}
module_exit(skeleton_exit);

MODULE_DESCRIPTION("skeleton Ethernet driver");
MODULE_AUTHOR("@AUTHOR@");
MODULE_LICENSE("GPL");
MODULE_VERSION("0.1");
