#include <linux/module.h>
#include <linux/tty.h>
#include <linux/tty_driver.h>

static __maybe_unused void repro_driver(struct tty_driver *driver)
{
	driver->magic = TTY_DRIVER_MAGIC;
	driver->driver_name = "repro";
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
