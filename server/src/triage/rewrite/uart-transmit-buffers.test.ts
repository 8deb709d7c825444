import { expect, it } from 'vitest';
import { CSource } from './c-source.ts';
import { applyReplacements } from './replacement.ts';
import { rewriteTransmitBuffers } from './uart-transmit-buffers.ts';

function rewritten(text: string): string {
  const { replacements, left } = rewriteTransmitBuffers(new CSource(text));
  return [applyReplacements(text, replacements), ...left.map(({ reason }) => `left: ${reason}`)].join('');
}

const next = (port: string) =>
  `({ unsigned char next = 0; kfifo_peek(&${port}->xmit_fifo, &next) ? next : 0; })`;

it('asks the kfifo of the port for what was read from the buffer', () => {
  const old = `static void f(struct uart_port *port)
{
	struct circ_buf *xmit = &port->state->xmit; /* xmit of the port */
	if (uart_circ_empty(xmit) || uart_tx_stopped(port))
		return;
	while (xmit->head != xmit->tail) {
		send(port, xmit->buf[xmit->tail]);
		xmit->tail = (xmit->tail + 1) & (UART_XMIT_SIZE - 1);
		port->icount.tx++;
	}
	if (uart_circ_chars_pending(xmit) < WAKEUP_CHARS)
		uart_write_wakeup(port);
}
`;
  expect(rewritten(old)).toBe(`static void f(struct uart_port *port)
{
	struct tty_port *tport = &port->state->port; /* xmit of the port */
	if (kfifo_is_empty(&tport->xmit_fifo) || uart_tx_stopped(port))
		return;
	while (!kfifo_is_empty(&tport->xmit_fifo)) {
		send(port, ${next('tport')});
		kfifo_skip_count(&tport->xmit_fifo, 1);
		port->icount.tx++;
	}
	if (kfifo_len(&tport->xmit_fifo) < WAKEUP_CHARS)
		uart_write_wakeup(port);
}
`);
});

it('keeps the name of a variable where the other one is taken, and follows one that is assigned later', () => {
  const old = `static void f(struct serial *up, int tport)
{
	struct circ_buf *xmit;
	xmit = &up->port.state->xmit;
	up->last = xmit->buf[xmit->tail] + tport;
}
static int g(struct uart_port *port)
{
	return uart_circ_empty(&port->state->xmit);
}
`;
  expect(rewritten(old)).toBe(`static void f(struct serial *up, int tport)
{
	struct tty_port *xmit;
	xmit = &up->port.state->port;
	up->last = ${next('xmit')} + tport;
}
static int g(struct uart_port *port)
{
	return kfifo_is_empty(&port->state->port.xmit_fifo);
}
`);
});

it('leaves a function that copies from the buffer, or writes to it', () => {
  for (const use of [
    'memcpy(to, &xmit->buf[xmit->tail], n);',
    'xmit->buf[xmit->tail] = 0;',
    'xmit->tail = 0;',
    'hand(xmit);',
  ]) {
    const text = `static void f(struct uart_port *port)\n{\n\tstruct circ_buf *xmit = &port->state->xmit;\n\t${use}\n}\n`;
    expect(rewritten(text)).toBe(`${text}left: f() reads the buffer in a way of its own`);
  }
});
