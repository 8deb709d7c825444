#include <linux/module.h>
#include <linux/skbuff.h>

static __maybe_unused struct sk_buff *repro_alloc(struct napi_struct *napi)
{
	return __napi_alloc_skb(napi, 64, GFP_ATOMIC | __GFP_NOWARN);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
