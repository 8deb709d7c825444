import type { EnvironmentCause } from './environment-cause.ts';

export const moduleFolderMissing: EnvironmentCause = {
  id: 'module-folder-missing',
  symbol: 'M=',
  title: 'The folder given by M= does not exist',
  summary:
    'make was told to build a module in a folder that does not exist: an entry that an older version left in /var/lib/dkms, or a folder that the source does not contain.',
  advice:
    'Check the folder in the message. Remove stale entries (`dkms remove NAME/VERSION --all`), and add the source again.',
  certainty: 'verified',
  explains: [{ message: /specified external module directory .* does not exist/ }],
};
