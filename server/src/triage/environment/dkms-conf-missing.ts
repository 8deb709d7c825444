import type { EnvironmentCause } from './environment-cause.ts';

export const dkmsConfMissing: EnvironmentCause = {
  id: 'dkms-conf-missing',
  symbol: 'dkms.conf',
  title: "dkms can't find the dkms.conf of the module",
  summary:
    'The source of the module is not in /usr/src/NAME-VERSION, or has no dkms.conf: the package is only partly installed or removed, or an entry for it was left in /var/lib/dkms.',
  advice:
    'Put the source there and add it again (`dkms add NAME/VERSION`). To remove the entry instead, use `dkms remove NAME/VERSION --all`; if that fails, delete /var/lib/dkms/NAME/VERSION.',
  certainty: 'verified',
  explains: [
    {
      message:
        /Could not locate dkms\.conf|Missing the (?:module )?source directory|must contain a dkms\.conf file|Could not find module source directory|Could not locate \S* ?source|does not have a dkms\.conf/i,
    },
  ],
};
