import type { EnvironmentCause } from './environment-cause.ts';

export const objectWithoutSource: EnvironmentCause = {
  id: 'object-without-source',
  symbol: 'make',
  title: 'A file that an object is built from is missing',
  summary:
    'kbuild makes foo.o from foo.c in the same folder, and since Linux 6.1 from foo.rs, in the copy of the source that dkms made: a symbolic link that leads out of the source leads nowhere there. Kernels such as 4.14 also need tools/objtool/objtool of the headers for that, and report nothing else if it is missing.',
  advice:
    'Check that the C file exists under exactly the name that the Makefile uses, as a file and not as a link, and that submodules are checked out. If it does, reinstall the package of the headers.',
  certainty: 'likely',
  explains: [{ message: /^No rule to make target [`']\S+\.(?:o|c|S|rs)', needed by/, tools: ['make'] }],
};
