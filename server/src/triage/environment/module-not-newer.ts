import type { EnvironmentCause } from './environment-cause.ts';

export const moduleNotNewer: EnvironmentCause = {
  id: 'module-not-newer',
  symbol: 'MODULE_VERSION',
  title: 'The kernel already has this module, in the same or a newer version',
  summary:
    'dkms compares the MODULE_VERSION of the built module with that of the one that is installed or comes with the kernel, and does not replace a newer one.',
  advice:
    'Raise MODULE_VERSION() in the source if this one is newer. `dkms install --force` installs it all the same.',
  certainty: 'verified',
  explains: [{ message: /is not newer than|newer or the same/i, tools: ['dkms'] }],
};
