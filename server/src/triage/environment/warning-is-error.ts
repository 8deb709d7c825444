import type { EnvironmentCause } from './environment-cause.ts';

/** Warnings that no compiler and no kernel makes an error by itself. */
const onlyWarnings =
  /^-W(?:unused(?:-\w+)*|(?:maybe|sometimes)-uninitialized|uninitialized|implicit-fallthrough|frame-larger-than|misleading-indentation|declaration-after-statement|array-bounds|stringop-\w+|format(?:-\w+)*|enum-(?:conversion|compare|enum-conversion)|self-assign|tautological(?:-\w+)*|parentheses(?:-equality)?|address(?:-\w+)*|empty-body|sign-compare|void-pointer-to-enum-cast|restrict|dangling-pointer|use-after-free)=?\d*$/;

export const warningIsError: EnvironmentCause = {
  id: 'warning-is-error',
  symbol: '-Werror',
  title: 'This is a warning, and warnings are errors in this build',
  summary:
    'The Makefile of the module has -Werror, or the kernel was built with CONFIG_WERROR. Another compiler, or a newer version, warns of what the one of the author did not.',
  advice:
    'Correct what the compiler warns of. Without changing the source: take -Werror out of the Makefile, or add `-Wno-error` to ccflags-y.',
  certainty: 'verified',
  explains: [
    {
      message: /./,
      tools: ['gcc', 'clang'],
      holds: ({ problem }) => problem.severity === 'error' && onlyWarnings.test(problem.code ?? ''),
    },
  ],
  isOnce: true,
};
