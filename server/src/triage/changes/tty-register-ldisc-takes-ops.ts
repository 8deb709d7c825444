import type { Change } from '../change.ts';

export const ttyRegisterLdiscTakesOps: Change = {
  id: 'tty-register-ldisc-takes-ops',
  symbol: 'tty_register_ldisc',
  title: 'tty_register_ldisc() takes only the operations',
  summary:
    'The number of the line discipline is their member num, and tty_unregister_ldisc() takes them, too, and cannot fail.',
  advice:
    'Set `.num = N_FOO` in the operations, and call `tty_register_ldisc(&foo_ldisc)` and `tty_unregister_ldisc(&foo_ldisc)`.',
  since: '5.14',
  old: 'tty_register_ldisc(N_FOO, &foo_ldisc)',
  new: 'tty_register_ldisc(&foo_ldisc)',
  explains: [
    { kind: 'argument-count', function: 'tty_register_ldisc' },
    { kind: 'integer-pointer', function: 'tty_register_ldisc' },
    { kind: 'integer-pointer', function: 'tty_unregister_ldisc' },
    { kind: 'incompatible-argument', function: 'tty_register_ldisc', position: 1 },
    { kind: 'incompatible-argument', function: 'tty_unregister_ldisc', position: 1 },
    { kind: 'void-value', line: 'tty_unregister_ldisc' },
  ],
  oldForm: { function: 'tty_register_ldisc', parameters: 2 },
  newForm: { function: 'tty_register_ldisc', parameters: 1 },
};
