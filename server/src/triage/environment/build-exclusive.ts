import type { EnvironmentCause } from './environment-cause.ts';

export const buildExclusive: EnvironmentCause = {
  id: 'build-exclusive',
  symbol: 'BUILD_EXCLUSIVE',
  title: 'The module is not meant for this kernel',
  summary:
    'A BUILD_EXCLUSIVE directive in its dkms.conf excludes this kernel, architecture or configuration, so dkms does not build it. The source is not at fault.',
  advice:
    'Look at what the directive requires: `dkms-tools show` says which directive excludes a kernel, and why. A newer version of the module may support this kernel.',
  certainty: 'verified',
  explains: [{ message: /BUILD_EXCLUSIVE/ }],
};
