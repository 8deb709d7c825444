import type { EnvironmentCause } from './environment-cause.ts';

export const moduleNotInstalled: EnvironmentCause = {
  id: 'module-not-installed',
  symbol: 'module',
  title: 'This kernel has no such module',
  summary: 'It was not built or installed for the running kernel, or depmod has not been run since.',
  advice: 'Look at `dkms status`, build and install the module for that kernel, and run `depmod -a`.',
  certainty: 'likely',
  explains: [
    { message: /^Module \S+ not found(?: in directory|\.?$)|could not find module by name/ },
    { message: /^could not open builtin file|could not open moddep file/ },
  ],
};
