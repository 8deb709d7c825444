#include <linux/module.h>
#include <linux/gpio/driver.h>

static struct gpio_chip repro_chip;

static int __init repro_init(void)
{
	return gpiochip_add(&repro_chip);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
