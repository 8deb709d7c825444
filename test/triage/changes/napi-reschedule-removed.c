#include <linux/module.h>
#include <linux/netdevice.h>

static __maybe_unused int repro_poll(struct napi_struct *napi, int budget)
{
	return napi_reschedule(napi) ? budget : 0;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
