import type { EnvironmentCause } from './environment-cause.ts';

export const dkmsConfMissing: EnvironmentCause = {
  id: 'dkms-conf-missing',
  symbol: 'dkms.conf',
  title: 'dkms does not find the dkms.conf of the module',
  summary:
    'The source of the module is not in /usr/src/NAME-VERSION, or its dkms.conf is not: the package is half installed or removed, or an entry of it was left in /var/lib/dkms.',
  advice:
    'Put the source there and add it again (`dkms add NAME/VERSION`), or take the entry away: `dkms remove NAME/VERSION --all`, or, where that fails, remove /var/lib/dkms/NAME/VERSION.',
  certainty: 'verified',
  explains: [
    {
      message:
        /Could not locate dkms\.conf|Missing the module source directory|Could not find module source directory|Could not locate \S* ?source|does not have a dkms\.conf|The module\/version combo|is not located in the DKMS tree/i,
    },
  ],
};
