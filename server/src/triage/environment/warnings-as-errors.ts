import type { EnvironmentCause } from './environment-cause.ts';

export const warningsAsErrors: EnvironmentCause = {
  id: 'warnings-as-errors',
  symbol: '-Werror',
  title: 'A warning that newer kernels switch on ends the build, because warnings are errors',
  summary:
    'Since Linux 6.8, the kernel asks for prototypes of all functions (-Wmissing-prototypes). That is only a warning, but -Werror in the Makefile of the module, or CONFIG_WERROR of the kernel, makes it an error.',
  advice:
    'Declare the function in a header that both files include, or make it static if only this file uses it. Without changing the source: take -Werror out of the Makefile.',
  certainty: 'likely',
  since: '6.8',
  explains: [
    {
      message: /^no previous (?:prototype|declaration) for /,
      holds: ({ problem }) => problem.severity === 'error',
    },
  ],
};
