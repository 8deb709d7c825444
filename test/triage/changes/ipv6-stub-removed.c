#include <linux/module.h>
#include <net/ipv6_stubs.h>

static __maybe_unused struct dst_entry *repro(struct net *net, struct sock *sk, struct flowi6 *flow)
{
	return ipv6_stub->ipv6_dst_lookup_flow(net, sk, flow, NULL);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
