import type { Change } from '../change.ts';

export const setTermiosTakesConst: Change = {
  id: 'set-termios-takes-const',
  symbol: 'struct tty_operations.set_termios',
  title: 'set_termios() takes the old settings as const',
  summary: 'The previous settings are passed as a pointer to const.',
  advice: 'Write `const struct ktermios *old`.',
  since: '6.1',
  old: 'static void foo_set_termios(struct tty_struct *tty, struct ktermios *old)',
  new: 'static void foo_set_termios(struct tty_struct *tty, const struct ktermios *old)',
  source: 'commit a8c11c152034',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'set_termios',
      expected: 'void (*)(struct tty_struct *, const struct ktermios *)',
    },
  ],
  oldForm: {
    struct: 'tty_operations',
    member: 'set_termios',
    parameter: { at: 1, type: 'struct ktermios *' },
  },
  newForm: {
    struct: 'tty_operations',
    member: 'set_termios',
    parameter: { at: 1, type: 'const struct ktermios *' },
  },
  rewrite: [
    {
      kind: 'callback',
      struct: 'tty_operations',
      member: 'set_termios',
      parameters: ['$1', 'const struct ktermios *$name2'],
    },
  ],
};
