#include <linux/module.h>
#include <linux/serial_core.h>

int repro(struct uart_port *port);
int repro(struct uart_port *port)
{
	return port->state->xmit.head;
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
