#include <linux/module.h>
#include <linux/tty.h>
#include <linux/tty_ldisc.h>

static struct tty_ldisc_ops __maybe_unused repro_discipline = {
	.magic = TTY_LDISC_MAGIC,
	.name = "repro",
	.owner = THIS_MODULE,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
