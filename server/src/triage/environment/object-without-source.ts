import type { EnvironmentCause } from './environment-cause.ts';

export const objectWithoutSource: EnvironmentCause = {
  id: 'object-without-source',
  symbol: 'make',
  title: 'Something that an object is made from is missing',
  summary:
    'kbuild makes foo.o from foo.c beside it. Kernels such as 4.14 also need tools/objtool/objtool of the headers for that, and say no other word where it is not there.',
  advice:
    'See whether the C file is there, under the very name of the Makefile. If it is, install the whole package of headers again.',
  certainty: 'likely',
  explains: [{ message: /^No rule to make target [`']\S+\.o', needed by/, tools: ['make'] }],
};
