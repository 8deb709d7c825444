import type { EnvironmentCause } from './environment-cause.ts';

export const kernelOlderThanGcc: EnvironmentCause = {
  id: 'kernel-older-than-gcc',
  symbol: 'gcc',
  title: 'The compiler is newer than the kernel allows',
  summary:
    'The options and headers of a kernel are made for the compilers of its time: later ones dropped an option, make position-independent code by default, or have a version that its headers do not know.',
  advice:
    'Install the compiler that built the kernel, and call make with `CC=gcc-…`; the line "The kernel was built by" and /proc/version name it.',
  certainty: 'likely',
  explains: [
    {
      message:
        /unrecognized command[- ]line option '?--param=allow-store-data-races|invalid --param name 'allow-store-data-races'/,
    },
    { message: /code model kernel does not support (?:PIC|PIE) mode/ },
    { message: /^linux\/compiler-gcc\d+\.h: No such file/ },
    {
      message:
        /CONFIG_CC_STACKPROTECTOR\w* (?:requested|not supported).*|-fstack-protector\w* not supported by compiler/,
    },
  ],
  isOnce: true,
  // gcc also removes options, so the option shows which of the two is older.
  before: ['kernel-built-by-newer-gcc'],
};
