#include <linux/module.h>
#include <net/sock.h>

static int repro_recvmsg(struct sock *sk, struct msghdr *msg, size_t length, int noblock, int flags, int *address)
{
	if (noblock && skb_queue_empty(&sk->sk_receive_queue))
		return -EAGAIN;
	return flags & MSG_OOB ? -EOPNOTSUPP : 0;
}

static struct proto __maybe_unused repro_proto = {
	.name = "repro",
	.recvmsg = repro_recvmsg,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
