import type { EnvironmentCause } from './environment-cause.ts';

export const targetUnknown: EnvironmentCause = {
  id: 'target-unknown',
  symbol: 'target',
  title: 'The Makefile has no such target',
  summary:
    'make was asked for something that the Makefile it read has no rule for: the name of the target is another one, make was started in a folder with another Makefile, or the path in `M=` has a space, behind which everything counts as a target.',
  advice:
    'Start make where the Makefile is that has the target (`make -C FOLDER TARGET`), or look in that Makefile for the targets that there are.',
  certainty: 'likely',
  explains: [
    {
      message:
        /^No rule to make target '(?!modules(?:_install)?'|prepare0?'|vmlinux')[a-z][\w-]*'$|^No targets$/,
      tools: ['make'],
    },
  ],
};
