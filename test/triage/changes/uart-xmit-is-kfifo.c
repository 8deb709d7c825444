#include <linux/module.h>
#include <linux/serial_core.h>

static __maybe_unused int repro(struct uart_port *port)
{
	return port->state->xmit.head;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
