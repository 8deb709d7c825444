import type { EnvironmentCause } from './environment-cause.ts';

export const rustcOfAnotherVersion: EnvironmentCause = {
  id: 'rustc-of-another-version',
  symbol: 'rustc',
  title: 'The kernel was built with another version of rustc',
  summary:
    'kbuild passes unstable options and the description of a target to rustc. Those change from one version to the next, and this rustc does not know what the kernel gives it.',
  advice:
    'Use the rustc that built the kernel: its configuration names it (`grep RUSTC_VERSION_TEXT .config` in the folder of the headers). With rustup, `rustup override set VERSION` chooses it for a folder.',
  certainty: 'likely',
  explains: [
    {
      message:
        /^unknown (?:unstable|codegen|debugging) option: |^unknown -Z flag specified: |^(?:unknown|incorrect value `[^`]*` for) (?:unstable|codegen) option|^[Ee]rror loading target specification: |^target specification .*unknown|^unknown feature `|^definition of an unknown lang item: |^feature has been removed$/,
      tools: ['rustc'],
    },
  ],
  isOnce: true,
};
