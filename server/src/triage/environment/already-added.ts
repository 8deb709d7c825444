import type { EnvironmentCause } from './environment-cause.ts';

export const alreadyAdded: EnvironmentCause = {
  id: 'already-added',
  symbol: 'dkms add',
  title: 'DKMS already has this module',
  summary: 'This version was added or installed before.',
  advice:
    'Remove it first (`dkms remove NAME/VERSION --all`), or raise PACKAGE_VERSION if the source is new.',
  certainty: 'verified',
  explains: [
    {
      message:
        /DKMS tree already contains|This module\/version (?:combo )?(?:has|is) already|already installed|is already added/i,
      tools: ['dkms'],
    },
  ],
};
