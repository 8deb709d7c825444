#include <linux/module.h>
#include <net/inet_sock.h>
#include <net/route.h>

static __maybe_unused int repro(struct sock *sk)
{
	return RT_CONN_FLAGS(sk);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
