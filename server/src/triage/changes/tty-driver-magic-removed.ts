import type { Change } from '../change.ts';

export const ttyDriverMagicRemoved: Change = {
  id: 'tty-driver-magic-removed',
  symbol: 'struct tty_driver.magic',
  title: 'tty_driver.magic is gone',
  summary: 'Nothing in the kernel looked at it any more.',
  advice: 'Drop the assignment of TTY_DRIVER_MAGIC.',
  goneBy: '6.1',
  old: 'driver->magic = TTY_DRIVER_MAGIC;',
  new: '(nothing)',
  explains: [
    { kind: 'no-member', struct: 'tty_driver', member: 'magic' },
    { kind: 'undeclared', name: 'TTY_DRIVER_MAGIC' },
  ],
  oldForm: { struct: 'tty_driver', member: 'magic' },
  newForm: {
    all: [
      { struct: 'tty_driver', member: 'driver_name' },
      { not: { struct: 'tty_driver', member: 'magic' } },
    ],
  },
  rewrite: [
    {
      ...{ kind: 'assignment', struct: 'tty_driver', member: 'magic', operator: '=' },
      values: ['TTY_DRIVER_MAGIC'],
    },
  ],
};
