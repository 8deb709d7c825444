#include <linux/module.h>
#include <linux/netdevice.h>


static int __init repro_init(void)
{
	read_lock(&dev_base_lock);
	read_unlock(&dev_base_lock);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
