import type { EnvironmentCause } from './environment-cause.ts';

export const bitbakeTaskFailed: EnvironmentCause = {
  id: 'bitbake-task-failed',
  symbol: 'BitBake',
  title: 'A task of BitBake failed; the reason is in its log',
  summary:
    'BitBake says here only which task failed. It keeps what make and the compiler said in temp/log.do_compile, in the working folder of the recipe.',
  advice:
    'Explain that log: `dkms-tools explain FOLDER/log.do_compile`. `bitbake -e RECIPE | grep ^T=` prints its folder.',
  certainty: 'verified',
  explains: [
    {
      message:
        /^(?:ERROR: )?Task (?:\d+ )?\(.*\bdo_\w+\) failed with exit code|^(?:ERROR: )?\S+ do_\w+: (?:Execution of '.*' failed|oe_runmake failed)|^(?:ERROR: )?oe_runmake failed/,
    },
  ],
};
