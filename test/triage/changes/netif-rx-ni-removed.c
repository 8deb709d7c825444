#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>

static int __init repro_init(void)
{
	struct sk_buff *skb = dev_alloc_skb(64);

	return skb ? netif_rx_ni(skb) : -ENOMEM;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
