import type { EnvironmentCause } from './environment-cause.ts';

export const notRoot: EnvironmentCause = {
  id: 'not-root',
  symbol: 'root',
  title: 'dkms needs to be root for that',
  summary: 'Installing and adding write below /var/lib/dkms and /lib/modules.',
  advice: 'Call it with sudo.',
  certainty: 'verified',
  explains: [
    { message: /must be root|requires? root|superuser|No write access to DKMS tree/i, tools: ['dkms'] },
  ],
};
