#include <linux/module.h>
#include <net/route.h>

static __maybe_unused struct rtable *repro(struct net *net, __be32 to, __be32 from, u8 tos)
{
	return ip_route_output(net, to, from, tos, 0);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
