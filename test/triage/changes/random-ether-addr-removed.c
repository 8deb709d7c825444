#include <linux/module.h>
#include <linux/etherdevice.h>

static __maybe_unused void repro_address(u8 *address)
{
	random_ether_addr(address);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
