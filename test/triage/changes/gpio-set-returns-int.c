#include <linux/module.h>
#include <linux/gpio/driver.h>

static void repro_set(struct gpio_chip *chip, unsigned int offset, int value)
{
}

static void repro_set_multiple(struct gpio_chip *chip, unsigned long *mask, unsigned long *bits)
{
}

static struct gpio_chip repro_chip = {
	.label = "repro",
	.ngpio = 1,
	.set = repro_set,
	.set_multiple = repro_set_multiple,
};

static int __init repro_init(void)
{
	return gpiochip_add_data(&repro_chip, NULL);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
