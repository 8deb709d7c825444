import type { Change } from '../change.ts';

export const ttyPortRaisesBool: Change = {
  id: 'tty-port-raises-bool',
  symbol: 'struct tty_port_operations.dtr_rts',
  title: 'dtr_rts() and carrier_raised() of a tty_port take and return bool',
  summary: 'Both are only about yes and no.',
  advice:
    'Write `void dtr_rts(struct tty_port *port, bool active)` and `bool carrier_raised(struct tty_port *port)`.',
  since: '6.3',
  old: 'static void foo_dtr_rts(struct tty_port *port, int raise)',
  new: 'static void foo_dtr_rts(struct tty_port *port, bool raise)',
  explains: [
    { kind: 'incompatible-value', member: 'dtr_rts', expected: 'void (*)(struct tty_port *, bool)' },
    { kind: 'incompatible-value', member: 'carrier_raised', expected: 'bool (*)(struct tty_port *)' },
    { kind: 'incompatible-value', member: 'dtr_rts', expected: 'void (*)(struct tty_port *, _Bool)' },
    { kind: 'incompatible-value', member: 'carrier_raised', expected: '_Bool (*)(struct tty_port *)' },
  ],
  oldForm: { struct: 'tty_port_operations', member: 'carrier_raised', returns: 'int' },
  newForm: { struct: 'tty_port_operations', member: 'carrier_raised', returns: 'bool' },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'tty_port_operations', member: 'dtr_rts' },
      parameters: ['$1', 'bool $name2'],
    },
    { kind: 'callback', struct: 'tty_port_operations', member: 'carrier_raised', returns: 'bool' },
  ],
};
