#include <linux/module.h>
#include <linux/tty.h>
#include <linux/tty_driver.h>

static int repro_write_room(struct tty_struct *tty)
{
	return tty->port ? 16 : 0;
}

static int repro_chars_in_buffer(struct tty_struct *tty)
{
	return 0;
}

static const struct tty_operations __maybe_unused repro_operations = {
	.write_room = repro_write_room,
	.chars_in_buffer = repro_chars_in_buffer,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
