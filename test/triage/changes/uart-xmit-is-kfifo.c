#include <linux/io.h>
#include <linux/module.h>
#include <linux/serial_core.h>

static __maybe_unused void repro(struct uart_port *port)
{
	struct circ_buf *xmit = &port->state->xmit;

	while (!uart_circ_empty(xmit)) {
		writeb(xmit->buf[xmit->tail], port->membase);
		xmit->tail = (xmit->tail + 1) & (UART_XMIT_SIZE - 1);
		port->icount.tx++;
	}
	if (uart_circ_chars_pending(xmit) < WAKEUP_CHARS)
		uart_write_wakeup(port);
}

MODULE_DESCRIPTION("A reproduction");
MODULE_LICENSE("GPL");
