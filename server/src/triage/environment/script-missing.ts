import type { EnvironmentCause } from './environment-cause.ts';

export const scriptMissing: EnvironmentCause = {
  id: 'script-missing',
  symbol: 'script',
  title: 'A script of the module is not there, or may not be run',
  summary:
    'The build calls a script of the source, such as ./configure, and it is missing, lacks its run bit, or names an interpreter that is not installed. What make says afterwards only follows from that.',
  advice:
    'Look whether the file is in the source that dkms copied: one that is generated (`./autogen.sh`, `autoreconf -i`) is part of releases and not of a checkout. `chmod +x` gives it the run bit.',
  certainty: 'likely',
  explains: [
    {
      message:
        /^(?:\/bin\/(?:ba|da)?sh: (?:line )?(?:\d+: )?)?(?:\.{1,2}\/[\w./+-]+|\/\S+\.(?:sh|py|pl)): (?:not found|No such file or directory|Permission denied)$/,
    },
  ],
};
