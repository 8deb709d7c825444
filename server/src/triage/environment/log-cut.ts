import type { EnvironmentCause } from './environment-cause.ts';

export const logCut: EnvironmentCause = {
  id: 'log-cut',
  symbol: 'log',
  title: 'The log starts too late',
  summary:
    'A recipe of the Makefile failed, and what its program printed stands above the first line of this log, or was left out.',
  advice: 'Copy the whole make.log: the first line that contains "error" is the one that matters.',
  certainty: 'likely',
  explains: [{ message: /what its program said is not in this log/ }],
};
