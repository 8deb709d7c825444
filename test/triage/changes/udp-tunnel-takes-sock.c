#include <linux/module.h>
#include <net/udp_tunnel.h>

static __maybe_unused void repro(struct net *net, struct socket *sock, struct udp_tunnel_sock_cfg *cfg)
{
	setup_udp_tunnel_sock(net, sock, cfg);
	udp_tunnel_sock_release(sock);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
