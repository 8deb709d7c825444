#include <linux/module.h>
#include <linux/etherdevice.h>

void repro_address(u8 *address);
void repro_address(u8 *address)
{
	random_ether_addr(address);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
