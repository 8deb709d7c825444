import type { EnvironmentCause } from './environment-cause.ts';

export const configureFailed: EnvironmentCause = {
  id: 'configure-failed',
  symbol: 'configure',
  title: 'The configure step failed',
  summary:
    'A script that looks at the machine before the build misses something, and what should be built cannot be.',
  advice:
    'The message says what is missing; config.log beside the script has the command that failed. For a PRE_BUILD of dkms it lies in the build folder of the module.',
  certainty: 'likely',
  explains: [{ message: /^configure: error/ }],
};
