import type { EnvironmentCause } from './environment-cause.ts';

export const objtoolErrorsFatal: EnvironmentCause = {
  id: 'objtool-errors-fatal',
  symbol: 'objtool',
  title: 'Findings of objtool are fatal since Linux 6.15',
  summary:
    'Where CONFIG_OBJTOOL_WERROR is set, objtool deletes an object that it finds fault with: what was a warning before ends the build.',
  advice:
    'Fix what it names, in the object of the message. For objects that come as they are: `OBJECT_FILES_NON_STANDARD_foo.o := y` in the Kbuild file has objtool pass them over.',
  certainty: 'likely',
  since: '6.15',
  replacement: 'OBJECT_FILES_NON_STANDARD_foo.o := y',
  explains: [{ message: /./, tools: ['objtool'], holds: ({ problem }) => problem.severity === 'error' }],
};
