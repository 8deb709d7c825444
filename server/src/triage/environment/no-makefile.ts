import { type EnvironmentCause, isOfHeaders } from './environment-cause.ts';

export const noMakefile: EnvironmentCause = {
  id: 'no-makefile',
  symbol: 'Makefile',
  title: 'There is no Makefile where make was started',
  summary:
    "The step that makes it failed or did not run before: `./configure`, `autogen.sh`, or a PRE_BUILD script; or MAKE starts in another folder than the Makefile's.",
  advice:
    'Look at what stands before in the log: the step that generates the Makefile says why. Without such a step, tell make the folder (`make -C src`).',
  certainty: 'likely',
  explains: [
    {
      message:
        /No targets specified and no makefile found|No rule to make target '(?:\S*\/)?(?:GNUm|M|m)akefile'/,
      holds: ({ problem }) => !isOfHeaders(problem.object),
    },
  ],
};
