#include <linux/module.h>
#include <linux/netdevice.h>
#include <net/ip_tunnels.h>

static const struct net_device_ops __maybe_unused repro_operations = {
	.ndo_get_stats64 = ip_tunnel_get_stats64,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
