import { type EnvironmentCause, isOfHeaders } from './environment-cause.ts';

export const noMakefile: EnvironmentCause = {
  id: 'no-makefile',
  symbol: 'Makefile',
  title: 'There is no Makefile in the folder where make was started, or that M= names',
  summary:
    'The step that creates it failed or did not run (`./configure`, `autogen.sh` or a PRE_BUILD script), MAKE starts in a folder other than that of the Makefile, or M= names a folder that is not the build folder of dkms, as after a change of the name or the version.',
  advice:
    'Look further up in the log: the step that generates the Makefile says why it failed. If there is no such step, give make the folder (`make -C src`), and M= that of dkms (`M=${dkms_tree}/${PACKAGE_NAME}/${PACKAGE_VERSION}/build`).',
  certainty: 'likely',
  explains: [
    {
      message:
        /No targets specified and no makefile found|No rule to make target '(?:\S*\/)?(?:GNUm|M|m)akefile'/,
      holds: ({ problem }) => !isOfHeaders(problem.object) || /'\.{1,2}\//.test(problem.message),
    },
  ],
};
