#include <linux/module.h>
#include <linux/tty.h>
#include <linux/tty_driver.h>

static struct tty_driver *repro_driver;

static int __init repro_init(void)
{
	repro_driver = alloc_tty_driver(1);
	if (!repro_driver)
		return -ENOMEM;
	put_tty_driver(repro_driver);
	return 0;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
