#include <linux/module.h>
#include <linux/can/dev.h>

static __maybe_unused unsigned int repro_echo(struct sk_buff *skb, struct net_device *dev)
{
	can_put_echo_skb(skb, dev, 0);
	can_free_echo_skb(dev, 1);
	return can_get_echo_skb(dev, 0);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
