#include <linux/module.h>
#include <linux/net.h>
#include <linux/in.h>
#include <net/sock.h>

static struct socket *repro_socket;

static int __init repro_init(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET };

	return kernel_bind(repro_socket, (struct sockaddr *)&address, sizeof(address));
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
