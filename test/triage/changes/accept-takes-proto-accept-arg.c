#include <linux/module.h>
#include <linux/net.h>
#include <net/sock.h>

static int repro_accept(struct socket *sock, struct socket *newsock, int flags, bool kern)
{
	return flags & O_NONBLOCK ? -EAGAIN : -EOPNOTSUPP;
}

static const struct proto_ops repro_ops __maybe_unused = {
	.family = PF_INET,
	.owner = THIS_MODULE,
	.accept = repro_accept,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
