#include <linux/module.h>
#include <linux/tty.h>
#include <linux/tty_ldisc.h>

static struct tty_ldisc_ops repro_ldisc = {
	.owner = THIS_MODULE,
	.name = "repro",
};

static __maybe_unused int repro(void)
{
	return tty_register_ldisc(N_IRDA, &repro_ldisc);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
