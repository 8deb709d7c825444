#include <linux/module.h>
#include <linux/net.h>
#include <net/sock.h>

static const struct proto_ops repro_ops __maybe_unused = {
	.family = PF_INET,
	.owner = THIS_MODULE,
	.sendmsg = sock_no_sendmsg,
	.sendpage = sock_no_sendpage,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
