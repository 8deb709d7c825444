#include <linux/module.h>
#include <linux/skbuff.h>

static int __init repro_init(void)
{
	skb_frag_t frag = {};

	return frag.bv_offset ? -EINVAL : 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
