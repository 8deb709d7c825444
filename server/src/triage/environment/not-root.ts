import type { EnvironmentCause } from './environment-cause.ts';

export const notRoot: EnvironmentCause = {
  id: 'not-root',
  symbol: 'root',
  title: 'dkms must run as root for this',
  summary: 'Adding and installing write to /var/lib/dkms and /lib/modules.',
  advice: 'Run it with sudo.',
  certainty: 'verified',
  explains: [
    { message: /must be root|requires? root|superuser|No write access to DKMS tree/i, tools: ['dkms'] },
  ],
};
