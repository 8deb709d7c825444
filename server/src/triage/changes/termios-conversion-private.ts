import type { Change } from '../change.ts';

export const termiosConversionPrivate: Change = {
  id: 'termios-conversion-private',
  symbol: 'user_termios_to_kernel_termios',
  title: 'The functions that copy a termios are not for modules any more',
  summary:
    'user_termios_to_kernel_termios() and the others like it are declared in a header of the kernel itself and are not exported.',
  advice:
    'Call `copy_from_user(termios, user, sizeof(struct termios2))`, and `copy_to_user(user, termios, sizeof(struct termios2))`; that is what they did on x86, ARM and RISC-V. For those whose names end in `_1` it is `struct termios`.',
  goneBy: '6.1',
  old: 'user_termios_to_kernel_termios(&termios, user)',
  new: 'copy_from_user(&termios, user, sizeof(struct termios2))',
  replacement: 'copy_from_user',
  explains: [
    { kind: 'undeclared-function', name: 'user_termios_to_kernel_termios' },
    { kind: 'undeclared', name: 'user_termios_to_kernel_termios' },
    { kind: 'undefined-symbol', name: 'user_termios_to_kernel_termios' },
    { kind: 'undeclared-function', name: 'kernel_termios_to_user_termios' },
    { kind: 'undeclared', name: 'kernel_termios_to_user_termios' },
    { kind: 'undefined-symbol', name: 'kernel_termios_to_user_termios' },
    { kind: 'undeclared-function', name: 'user_termios_to_kernel_termios_1' },
    { kind: 'undeclared', name: 'user_termios_to_kernel_termios_1' },
    { kind: 'undefined-symbol', name: 'user_termios_to_kernel_termios_1' },
    { kind: 'undeclared-function', name: 'kernel_termios_to_user_termios_1' },
    { kind: 'undeclared', name: 'kernel_termios_to_user_termios_1' },
    { kind: 'undefined-symbol', name: 'kernel_termios_to_user_termios_1' },
  ],
  oldForm: { not: { header: 'linux/termios_internal.h' } },
  newForm: { header: 'linux/termios_internal.h' },
  rewrite: [
    {
      kind: 'call',
      name: 'user_termios_to_kernel_termios',
      arguments: 2,
      to: 'copy_from_user($1, $2, sizeof(struct termios2))',
    },
    {
      kind: 'call',
      name: 'kernel_termios_to_user_termios',
      arguments: 2,
      to: 'copy_to_user($1, $2, sizeof(struct termios2))',
    },
    {
      kind: 'call',
      name: 'user_termios_to_kernel_termios_1',
      arguments: 2,
      to: 'copy_from_user($1, $2, sizeof(struct termios))',
    },
    {
      kind: 'call',
      name: 'kernel_termios_to_user_termios_1',
      arguments: 2,
      to: 'copy_to_user($1, $2, sizeof(struct termios))',
    },
  ],
};
