import type { EnvironmentCause } from './environment-cause.ts';

export const kernelBuiltByNewerGcc: EnvironmentCause = {
  id: 'kernel-built-by-newer-gcc',
  symbol: 'gcc',
  title: 'The kernel was built by a newer compiler than this one',
  summary:
    "The kernel's options for its compiler are handed to the module's build, and an older compiler does not know all of them.",
  advice:
    'Build with the compiler that built the kernel: install it, and call make with `CC=gcc-…`; the line "The kernel was built by" and CONFIG_CC_VERSION_TEXT in the configuration of the kernel name it.',
  certainty: 'likely',
  explains: [
    {
      message:
        /unrecognized command[- ]line option '?-[fmgW]|unknown argument: '?-[fmg]|unrecognized argument in option|Unbekannte Kommandozeilenoption|unrecognized debug output level|non-retpoline compiler/,
    },
  ],
  isOnce: true,
};
