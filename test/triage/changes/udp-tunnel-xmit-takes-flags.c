#include <linux/module.h>
#include <net/udp_tunnel.h>

static __maybe_unused void repro(struct rtable *rt, struct sock *sk, struct sk_buff *skb)
{
	udp_tunnel_xmit_skb(rt, sk, skb, 1, 2, 0, 64, 0, htons(1), htons(2), false, true);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
