import type { EnvironmentCause } from './environment-cause.ts';

export const buildDependsMissing: EnvironmentCause = {
  id: 'build-depends-missing',
  symbol: 'BUILD_DEPENDS',
  title: 'A module that this one needs is not installed by dkms',
  summary:
    'BUILD_DEPENDS in dkms.conf names modules of DKMS that have to be installed for the kernel first; names of packages are mistaken there.',
  advice:
    'Install the named module for this kernel (`dkms install NAME/VERSION -k RELEASE`), or correct BUILD_DEPENDS if it is no module of DKMS.',
  certainty: 'verified',
  explains: [{ message: /missing BUILD_DEPENDS:/, tools: ['dkms'] }],
};
