import type { EnvironmentCause } from './environment-cause.ts';

export const logCut: EnvironmentCause = {
  id: 'log-cut',
  symbol: 'log',
  title: 'The log begins too late',
  summary:
    'A recipe failed, and what its program said stands above the first line of this log, or was left out.',
  advice: 'Copy the whole make.log: the first line with "error" in it is the one that tells.',
  certainty: 'likely',
  explains: [{ message: /what its program said is not in this log/ }],
};
