import type { EnvironmentCause } from './environment-cause.ts';

export const noGitRepository: EnvironmentCause = {
  id: 'no-git-repository',
  symbol: 'git',
  title: 'git finds no repository where the module is built',
  summary:
    'dkms builds a copy of the source without its .git, and a source that was unpacked from a release has none, either.',
  advice:
    'Let the Makefile do without: `$(shell git describe --tags 2>/dev/null || echo 1.0)`, or read the version from a file that a release contains.',
  certainty: 'likely',
  explains: [{ message: /^fatal: not a git repository\b/ }],
};
