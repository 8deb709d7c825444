import type { EnvironmentCause } from './environment-cause.ts';

export const moduleNotInstalled: EnvironmentCause = {
  id: 'module-not-installed',
  symbol: 'module',
  title: 'There is no such module for that kernel',
  summary: 'It was not built or not installed for the running kernel, or depmod was not run since.',
  advice: 'See `dkms status`; build and install it for that kernel, and run `depmod -a`.',
  certainty: 'likely',
  explains: [
    { message: /^Module \S+ not found in directory|could not find module by name/ },
    { message: /^could not open (?:directory|builtin file)|could not open moddep file/ },
  ],
};
