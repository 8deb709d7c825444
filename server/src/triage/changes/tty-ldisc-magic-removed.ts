import type { Change } from '../change.ts';

export const ttyLdiscMagicRemoved: Change = {
  id: 'tty-ldisc-magic-removed',
  symbol: 'struct tty_ldisc_ops.magic',
  title: 'tty_ldisc_ops.magic is gone',
  summary: 'Nobody looked at it. The number of a line discipline is its member num.',
  advice: 'Drop the line.',
  goneBy: '6.1',
  old: '.magic = TTY_LDISC_MAGIC,',
  new: '(nothing)',
  explains: [
    { kind: 'no-member', struct: 'tty_ldisc_ops', member: 'magic' },
    { kind: 'undeclared', name: 'TTY_LDISC_MAGIC' },
  ],
  oldForm: { struct: 'tty_ldisc_ops', member: 'magic' },
  newForm: { all: [{ type: 'struct tty_ldisc_ops' }, { not: { struct: 'tty_ldisc_ops', member: 'magic' } }] },
  rewrite: [{ kind: 'initializer', struct: 'tty_ldisc_ops', member: 'magic' }],
};
