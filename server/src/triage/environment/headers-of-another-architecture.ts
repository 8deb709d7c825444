import type { EnvironmentCause } from './environment-cause.ts';

export const headersOfAnotherArchitecture: EnvironmentCause = {
  id: 'headers-of-another-architecture',
  symbol: 'scripts/basic/fixdep',
  title: 'The headers contain programs of another architecture',
  summary:
    'The headers include programs of kbuild, such as scripts/basic/fixdep and scripts/mod/modpost, and these were built for a processor other than the one in this machine.',
  advice:
    'Install headers whose programs are of this architecture (a corrected package, or run `make modules_prepare` in the kernel source); a 64-bit kernel under a 32-bit system needs `ARCH=` and matching headers.',
  certainty: 'verified',
  explains: [
    {
      message:
        /(?:scripts|tools)\/\S*: .*(?:Exec format error|cannot execute binary file)|(?:scripts|tools)\/\S*: 1: .*(?:Syntax error|not found.*ELF)/,
    },
    // Python does not name the program, which may be anybody's.
    { message: /^(?!\w+Error: ).*Exec format error/, tools: ['make', 'program'] },
  ],
  install: { kind: 'headers', again: true },
  isOnce: true,
  // make and scripts report a program in the same words as the kernel reports a module.
  before: ['vermagic-mismatch'],
};
