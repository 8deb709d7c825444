#include <linux/module.h>
#include <net/rtnetlink.h>

static int repro_newlink(struct net *src_net, struct net_device *dev,
			 struct nlattr *tb[], struct nlattr *data[],
			 struct netlink_ext_ack *extack)
{
	return src_net && tb[IFLA_ADDRESS] && data && data[0] ? register_netdevice(dev) : -EINVAL;
}

static struct rtnl_link_ops __maybe_unused repro_ops = {
	.newlink = repro_newlink,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
