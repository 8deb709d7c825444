import type { EnvironmentCause } from './environment-cause.ts';

export const windowsLineEnds: EnvironmentCause = {
  id: 'windows-line-ends',
  symbol: 'line ends',
  title: 'A file has Windows line endings',
  summary:
    'A carriage return at the end of a line of dkms.conf or the Makefile becomes part of a path or a value.',
  advice:
    'Convert the file to Linux line endings (`dos2unix dkms.conf Makefile`); `dkms-tools check` shows which lines have Windows ones.',
  certainty: 'verified',
  explains: [{ message: /carriage return|\\r(?:\W|$)/ }],
  // With a carriage return at its end, a path does not exist.
  before: [
    'running-kernel-in-makefile',
    'headers-missing',
    'headers-incomplete',
    'no-makefile',
    'configure-failed',
    'dkms-build-failed',
    'dkms-conf-missing',
    'dkms-conf-rejected',
    'target-unknown',
    'program-missing',
    'script-missing',
  ],
};
