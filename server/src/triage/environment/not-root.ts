import type { EnvironmentCause } from './environment-cause.ts';

export const notRoot: EnvironmentCause = {
  id: 'not-root',
  symbol: 'root',
  title: 'This must run as root',
  summary: 'Adding and installing write to /var/lib/dkms and /lib/modules.',
  advice: 'Run it with sudo.',
  certainty: 'verified',
  explains: [
    { message: /must be root|requires? root|superuser|No write access to DKMS tree/i, tools: ['dkms'] },
    {
      message:
        /^(?:mkdir|cp|install|depmod|mv|rm|ln): (?:ERROR: )?.*\/(?:lib\/modules|usr\/src|var\/lib\/dkms)\b.*(?:Permission denied|Operation not permitted)/,
    },
  ],
  // The build itself writes to none of these folders.
  before: ['folder-not-writable'],
};
