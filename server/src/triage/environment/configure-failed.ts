import type { EnvironmentCause } from './environment-cause.ts';

export const configureFailed: EnvironmentCause = {
  id: 'configure-failed',
  symbol: 'configure',
  title: 'The configure step failed',
  summary:
    "A script that inspects the machine before the build did not find something it needs, so the build can't go on.",
  advice:
    'The message says what is missing; config.log next to the script has the command that failed. If it runs as PRE_BUILD, that log is in the build folder of the module.',
  certainty: 'likely',
  explains: [{ message: /^configure: error/ }],
};
