#include <linux/module.h>
#include <linux/tty.h>

static int repro_carrier_raised(struct tty_port *port)
{
	return 1;
}

static void repro_dtr_rts(struct tty_port *port, int raise)
{
}

static const struct tty_port_operations __maybe_unused repro_operations = {
	.carrier_raised = repro_carrier_raised,
	.dtr_rts = repro_dtr_rts,
};

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
