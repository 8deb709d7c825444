#include <linux/module.h>
#include <net/net_namespace.h>

static int repro_ports(struct net *net)
{
	int low = net->ipv4.ip_local_ports.range[0];

	return net->ipv4.ip_local_ports.range[1] - low + 1;
}

static int __init repro_init(void)
{
	return repro_ports(&init_net) > 0 ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
