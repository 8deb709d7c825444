#include <linux/module.h>
#include <linux/i8042.h>
#include <linux/serio.h>

static bool repro_filter(unsigned char data, unsigned char str, struct serio *port)
{
	return data == 0xe0;
}

static int __init repro_init(void)
{
	return i8042_install_filter(repro_filter);
}

static void __exit repro_exit(void)
{
	i8042_remove_filter(repro_filter);
}

module_init(repro_init);
module_exit(repro_exit);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
