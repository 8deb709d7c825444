import type { EnvironmentCause } from './environment-cause.ts';

export const objtoolErrorsFatal: EnvironmentCause = {
  id: 'objtool-errors-fatal',
  symbol: 'objtool',
  title: 'Since Linux 6.15, objtool findings are fatal',
  summary:
    'With CONFIG_OBJTOOL_WERROR, objtool deletes an object that it finds fault with: what used to be a warning now ends the build.',
  advice:
    'Fix what it reports, in the object that the message names. For an object that comes precompiled, `OBJECT_FILES_NON_STANDARD_foo.o := y` in the Kbuild file makes objtool skip it.',
  certainty: 'likely',
  since: '6.15',
  replacement: 'OBJECT_FILES_NON_STANDARD_foo.o := y',
  explains: [
    {
      message: /./,
      tools: ['objtool'],
      holds: ({ problem }) => problem.severity === 'error' && !/: Magic /.test(problem.message),
    },
  ],
};
