import type { EnvironmentCause } from './environment-cause.ts';

export const builtModuleMissing: EnvironmentCause = {
  id: 'built-module-missing',
  symbol: 'BUILT_MODULE_NAME',
  title: 'The module is not where dkms.conf says',
  summary:
    'make finished, and there is no .ko file of that name in the folder that dkms.conf names: BUILT_MODULE_NAME or BUILT_MODULE_LOCATION does not match what the Makefile builds, or the kernel is configured without what the module needs.',
  advice:
    'Compare BUILT_MODULE_NAME[] and BUILT_MODULE_LOCATION[] in dkms.conf with the .ko files that make.log names; `dkms-tools check` and `dkms-tools show` do that for you.',
  certainty: 'likely',
  explains: [{ message: /^Build of \S+ failed for|^make ended without building a module/ }],
};
