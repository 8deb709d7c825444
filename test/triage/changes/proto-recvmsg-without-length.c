#include <linux/module.h>
#include <linux/version.h>
#include <net/sock.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 19, 0)
static int repro_recvmsg(struct sock *sk, struct msghdr *msg, size_t length, int noblock, int flags, int *address)
{
	return 0;
}
#else
static int repro_recvmsg(struct sock *sk, struct msghdr *msg, size_t length, int flags, int *address)
{
	if (address)
		*address = sizeof(struct sockaddr);
	return 0;
}
#endif

static struct proto __maybe_unused repro_proto = {
	.name = "repro",
	.recvmsg = repro_recvmsg,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
