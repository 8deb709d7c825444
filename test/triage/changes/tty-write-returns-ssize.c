#include <linux/module.h>
#include <linux/tty.h>
#include <linux/tty_driver.h>

static int repro_write(struct tty_struct *tty, const unsigned char *buffer, int count)
{
	return count;
}

static const struct tty_operations repro_ops = {
	.write = repro_write,
};

static int __init repro_init(void)
{
	return repro_ops.write ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
