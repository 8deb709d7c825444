import type { EnvironmentCause } from './environment-cause.ts';

export const kbuildOfAnotherVersion: EnvironmentCause = {
  id: 'kbuild-of-another-version',
  symbol: 'scripts/mod/modpost',
  title: 'The headers and the programs of kbuild are of different versions',
  summary:
    'modpost, which comes with the programs of kbuild, writes the .mod.c file of each module, and this one needs something that the headers do not have. Some distributions have these programs in a package of their own (Debian: linux-kbuild), which was updated without the headers, or the other way round.',
  advice:
    'Update the headers and the programs together. In a kernel source tree of your own, run `make modules_prepare` again. The source of the module is not at fault.',
  certainty: 'likely',
  explains: [
    {
      message:
        /\.h(?:: No such file or directory|' file not found)$|undeclared|^implicit declaration|no member named|^unknown type name/,
      tools: ['gcc', 'clang'],
      holds: ({ problem }) => problem.file.endsWith('.mod.c'),
    },
  ],
  install: { kind: 'headers', again: true },
  isOnce: true,
};
