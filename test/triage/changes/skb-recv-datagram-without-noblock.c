#include <linux/module.h>
#include <linux/skbuff.h>
#include <linux/socket.h>

static __maybe_unused struct sk_buff *repro(struct sock *sk, unsigned int flags, int *error)
{
	return skb_recv_datagram(sk, flags, flags & MSG_DONTWAIT, error);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
