import type { EnvironmentCause } from './environment-cause.ts';

export const keywordOfC23: EnvironmentCause = {
  id: 'keyword-of-c23',
  symbol: '-std=gnu23',
  title: 'This compiler reads the source as C23, in which bool, true and false are keywords',
  summary:
    'gcc 15 reads C as C23 unless told otherwise. The kernel says -std=gnu11, but a program that is built beside it, a Makefile that replaces the flags, or an old kernel does not.',
  advice:
    'Add -std=gnu11 to the flags of what is compiled (`ccflags-y += -std=gnu11`, or HOSTCFLAGS=-std=gnu11 for a program of the build), or build with gcc 14.',
  certainty: 'verified',
  explains: [
    {
      message:
        /^'?(?:bool|true|false|nullptr)'? cannot be defined via 'typedef'|^cannot use keyword '(?:bool|true|false|nullptr)' as enumeration constant/,
    },
  ],
  isOnce: true,
};
