import type { EnvironmentCause } from './environment-cause.ts';

export const modulesDisabled: EnvironmentCause = {
  id: 'modules-disabled',
  symbol: 'CONFIG_MODULES',
  title: 'The kernel can load no modules',
  summary:
    'It was configured without CONFIG_MODULES, so kbuild makes no modules for it, and it could not load any.',
  advice:
    'Use a kernel that has CONFIG_MODULES=y, or build the driver into this one. If the configuration is not that of the running kernel, build with the headers that belong to it.',
  certainty: 'verified',
  explains: [{ message: /^The present kernel configuration has modules disabled/ }],
};
