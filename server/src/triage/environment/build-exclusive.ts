import type { EnvironmentCause } from './environment-cause.ts';

export const buildExclusive: EnvironmentCause = {
  id: 'build-exclusive',
  symbol: 'BUILD_EXCLUSIVE',
  title: 'The module is not meant for this kernel',
  summary:
    'A BUILD_EXCLUSIVE directive of its dkms.conf leaves this kernel, architecture or configuration out, so dkms does not build it. That is no failure of the source.',
  advice:
    'See what the directive asks for: `dkms-tools show` says which one leaves a kernel out and why. A newer version of the module may be meant for this kernel.',
  certainty: 'verified',
  explains: [{ message: /BUILD_EXCLUSIVE/ }],
};
