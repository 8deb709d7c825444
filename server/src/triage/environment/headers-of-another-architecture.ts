import type { EnvironmentCause } from './environment-cause.ts';

export const headersOfAnotherArchitecture: EnvironmentCause = {
  id: 'headers-of-another-architecture',
  symbol: 'scripts/basic/fixdep',
  title: 'The headers hold programs of another architecture',
  summary:
    "kbuild's own programs, such as scripts/basic/fixdep and scripts/mod/modpost, are part of the headers, and these were built for another processor than this machine's.",
  advice:
    'Install headers whose programs are of this architecture (packages that were fixed, or `make modules_prepare` in the sources of the kernel); a kernel of 64 bits under a system of 32 bits needs `ARCH=` and matching headers.',
  certainty: 'verified',
  explains: [
    {
      message:
        /(?:scripts|tools)\/\S*: .*(?:Exec format error|cannot execute binary file)|(?:scripts|tools)\/\S*: 1: .*(?:Syntax error|not found.*ELF)/,
    },
    { message: /Exec format error/, tools: ['make', 'program'] },
  ],
  install: { kind: 'headers', again: true },
  isOnce: true,
};
