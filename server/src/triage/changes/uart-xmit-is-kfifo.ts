import type { Change } from '../change.ts';

export const uartXmitIsKfifo: Change = {
  id: 'uart-xmit-is-kfifo',
  symbol: 'struct uart_state.xmit',
  title: 'uart_state.xmit is now the kfifo tty_port.xmit_fifo',
  summary: 'The bytes to send are in a kfifo of the port, not in a circ_buf.',
  advice:
    'Get them with `uart_fifo_get(port, &byte)`, and ask `kfifo_is_empty(&port->state->port.xmit_fifo)` and `kfifo_len(…)` instead of `uart_circ_empty()` and `uart_circ_chars_pending()`.',
  since: '6.10',
  old: 'struct circ_buf *xmit = &port->state->xmit;',
  new: 'struct tty_port *tport = &port->state->port; kfifo_is_empty(&tport->xmit_fifo)',
  replacement: 'tty_port.xmit_fifo',
  explains: [
    { kind: 'no-member', struct: 'uart_state', member: 'xmit' },
    { kind: 'undeclared-function', name: 'uart_circ_empty' },
    { kind: 'undeclared', name: 'uart_circ_empty' },
    { kind: 'undefined-symbol', name: 'uart_circ_empty' },
    { kind: 'undeclared-function', name: 'uart_circ_chars_pending' },
    { kind: 'undeclared', name: 'uart_circ_chars_pending' },
    { kind: 'undefined-symbol', name: 'uart_circ_chars_pending' },
    { kind: 'undeclared-function', name: 'uart_circ_chars_free' },
    { kind: 'undeclared', name: 'uart_circ_chars_free' },
    { kind: 'undefined-symbol', name: 'uart_circ_chars_free' },
    { kind: 'undeclared-function', name: 'uart_circ_clear' },
    { kind: 'undeclared', name: 'uart_circ_clear' },
    { kind: 'undefined-symbol', name: 'uart_circ_clear' },
  ],
  follows: [{ kind: 'incomplete-type', type: 'struct circ_buf' }],
  oldForm: { struct: 'uart_state', member: 'xmit' },
  newForm: { all: [{ type: 'struct uart_state' }, { callable: 'uart_fifo_get' }] },
  rewrite: [{ kind: 'uart-transmit-buffers' }],
};
