import type { EnvironmentCause } from './environment-cause.ts';

export const downloadFailed: EnvironmentCause = {
  id: 'download-failed',
  symbol: 'PRE_BUILD',
  title: 'A download failed',
  summary:
    'The build fetches something from the network, and that did not work: no network at that time, as while packages are installed, or the address is gone.',
  advice: 'Try again with a network. A module that has all its source in the package builds without one.',
  certainty: 'likely',
  explains: [
    {
      message:
        /^(?:curl: \(\d+\)|wget: (?:unable|failed)|fatal: unable to access|ssh: Could not resolve|.*Could not resolve host|.*Temporary failure in name resolution)/,
    },
  ],
};
