import type { EnvironmentCause } from './environment-cause.ts';

export const windowsLineEnds: EnvironmentCause = {
  id: 'windows-line-ends',
  symbol: 'line ends',
  title: 'A file has the line ends of Windows',
  summary:
    'A carriage return stands at the end of a line of dkms.conf or of the Makefile, and becomes part of a path or a value.',
  advice:
    'Write the file with the line ends of Linux (`dos2unix dkms.conf Makefile`); dkms-tools check shows which lines have one.',
  certainty: 'verified',
  explains: [{ message: /carriage return|\\r(?:\W|$)/ }],
};
