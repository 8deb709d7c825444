#include <linux/module.h>
#include <linux/of.h>
#include <linux/of_gpio.h>

static int __init repro_init(void)
{
	enum of_gpio_flags flags;

	return of_get_named_gpio_flags(NULL, "gpios", 0, &flags);
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
