#include <linux/module.h>
#include <net/ipv6_stubs.h>

static __maybe_unused int repro(void)
{
	return ipv6_stub != NULL;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
