import type { EnvironmentCause } from './environment-cause.ts';

export const moduleSourceMissing: EnvironmentCause = {
  id: 'module-source-missing',
  symbol: 'source',
  title: 'The folder of the module has a dkms.conf, and nothing to build',
  summary:
    'dkms found no Makefile and no other source in the folder: the package was put together without them, or PACKAGE_VERSION in dkms.conf is not the version of the folder that has the source.',
  advice:
    'Compare the folder with that of another version in /usr/src, and PACKAGE_VERSION in dkms.conf with its name.',
  certainty: 'verified',
  explains: [{ message: /does not appear to have module source located within it/, tools: ['dkms'] }],
};
