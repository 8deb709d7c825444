import type { EnvironmentCause, EnvironmentContext } from './environment-cause.ts';

function isOfAnotherKernel({ problem, release }: EnvironmentContext): boolean {
  const found = /\/lib\/modules\/([^/\s]+)\/(?:build|source)/.exec(problem.message)?.[1];
  return release !== undefined && found !== undefined && found !== release.name;
}

export const runningKernelInMakefile: EnvironmentCause = {
  id: 'running-kernel-in-makefile',
  symbol: 'uname -r',
  title: 'The Makefile builds for the running kernel instead of the requested one',
  summary:
    'A Makefile that calls `uname -r` uses the headers of the running kernel, while dkms builds for another one, such as a kernel that was just installed.',
  advice:
    'Pass the release from dkms to make (`MAKE[0]="make KVER=${kernelver}"`), and let the Makefile use it: `KVER ?= $(shell uname -r)`. To try the source as it is, set `dkms.unameShim` (`--uname-shim` in a terminal), and `uname -r` prints the release of the requested kernel.',
  certainty: 'likely',
  explains: [
    { message: /^make builds for \S+, but dkms asked for /, tools: ['dkms'] },
    {
      message:
        /\/lib\/modules\/(\S+?)\/(?:build|source)\S*: (?:No such file|not a directory)|No such file or directory.*\/lib\/modules/,
      holds: isOfAnotherKernel,
    },
  ],
  // The headers of the requested kernel may well be there.
  before: [
    'kernel-of-docker',
    'kernel-of-wsl',
    'headers-missing',
    'headers-incomplete',
    'configure-failed',
    'program-missing',
  ],
};
