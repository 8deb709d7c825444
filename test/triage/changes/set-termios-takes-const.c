#include <linux/module.h>
#include <linux/tty.h>
#include <linux/tty_driver.h>

static void repro_set_termios(struct tty_struct *tty, struct ktermios *old)
{
	if (old)
		tty->termios.c_cflag = old->c_cflag;
}

static const struct tty_operations repro_ops = {
	.set_termios = repro_set_termios,
};

static int __init repro_init(void)
{
	return repro_ops.set_termios ? 0 : -EINVAL;
}

module_init(repro_init);

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
