import type { EnvironmentCause } from './environment-cause.ts';

export const downloadFailed: EnvironmentCause = {
  id: 'download-failed',
  symbol: 'PRE_BUILD',
  title: 'A download failed',
  summary:
    'The build downloads something, and that failed: there was no network at that moment (for example while packages are being installed), or the address no longer exists.',
  advice:
    'Try again with a network connection. A module whose package contains all of its source builds without one.',
  certainty: 'likely',
  explains: [
    {
      message:
        /^(?:ERROR \d{3}: |curl: \(\d+\)|wget: (?:unable|failed)|fatal: unable to access|ssh: Could not resolve|.*Could not resolve host|.*Temporary failure in name resolution)/,
    },
  ],
  // The message of the program gives the reason; that of dkms only says that it failed.
  before: ['dkms-build-failed'],
};
