#include <linux/module.h>
#include <net/udp_tunnel.h>

static __maybe_unused void repro(struct rtable *rt, struct sock *sk, struct sk_buff *skb)
{
	udp_tunnel_xmit_skb(rt, sk, skb, 1, 2, 0, 64, 0, htons(1), htons(2), false, true);
}

static __maybe_unused void repro6(struct dst_entry *dst, struct sock *sk, struct sk_buff *skb, struct in6_addr *to)
{
	udp_tunnel6_xmit_skb(dst, sk, skb, dst->dev, to, to, 0, 64, 0, htons(1), htons(2), true);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
