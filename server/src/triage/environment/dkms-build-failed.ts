import type { EnvironmentCause } from './environment-cause.ts';

export const dkmsBuildFailed: EnvironmentCause = {
  id: 'dkms-build-failed',
  symbol: 'make.log',
  title: 'dkms could not build the module; the reason is in its make.log',
  summary:
    'The terminal and the journal say only that it failed. What make and the compiler said is in make.log.',
  advice: 'Explain that file: `dkms-tools explain /var/lib/dkms/NAME/VERSION/build/make.log`.',
  certainty: 'verified',
  explains: [
    {
      message:
        /^Bad (?:return|exit) status|^bad exit status|^dkms failed for|One or more modules failed|exited \d+$|returned \d+$|^Building DKMS module|Failed to build \S+\. Consult/,
      tools: ['dkms', 'program'],
    },
  ],
};
