import type { EnvironmentCause } from './environment-cause.ts';

export const scriptMissing: EnvironmentCause = {
  id: 'script-missing',
  symbol: 'script',
  title: "A script of the module is missing or can't be executed",
  summary:
    'The build calls a script of the source, such as ./configure, which is missing, is not executable, or names an interpreter that is not installed. What make reports afterwards only follows from that.',
  advice:
    'Check that the file is in the source that dkms copied: a generated script (`./autogen.sh`, `autoreconf -i`) is part of a release and not of a checkout. `chmod +x` makes it executable.',
  certainty: 'likely',
  explains: [
    {
      message:
        /^(?:\/bin\/(?:ba|da)?sh: (?:line )?(?:\d+: )?)?(?:\.{1,2}\/(?!\S+\.[ch]:)[\w./+-]+|\/\S+\.(?:sh|py|pl)): (?:not found|No such file or directory|Permission denied)$/,
    },
    {
      // What a Makefile calls in `$(shell …)`: a script that lost its run bit on the way.
      message: /^\/(?!(?:usr\/)?s?bin\/)\S*\/[\w.+-]+: Permission denied$/,
      tools: ['program'],
    },
  ],
  // A path refers to a script of the source, not to a program of the machine.
  before: ['btf-mismatch', 'program-missing'],
};
