import type { EnvironmentCause } from './environment-cause.ts';

export const kernelBuiltByNewerGcc: EnvironmentCause = {
  id: 'kernel-built-by-newer-gcc',
  symbol: 'gcc',
  title: 'The kernel was built with a newer compiler than this one',
  summary:
    'The compiler options of the kernel are passed to the build of the module, and an older compiler does not support all of them.',
  advice:
    'Install the compiler that built the kernel, and call make with `CC=gcc-…`; the line "The kernel was built by" and CONFIG_CC_VERSION_TEXT in the kernel\'s configuration name it.',
  certainty: 'likely',
  explains: [
    {
      message:
        /unrecognized command[- ]line option '?-[fmgW]|unknown argument: '?-[fmg]|unrecognized argument in option|Unbekannte Kommandozeilenoption|unrecognized debug output level|non-retpoline compiler/,
      // gcc mentions an unknown -Wno-… only beside another message, and such options are most often the module's.
      holds: ({ problem }) => problem.severity === 'error' || !/ ['"‘]?-Wno-/.test(problem.message),
    },
  ],
  isOnce: true,
};
