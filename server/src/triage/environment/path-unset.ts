import type { EnvironmentCause } from './environment-cause.ts';

export const pathUnset: EnvironmentCause = {
  id: 'path-unset',
  symbol: 'PATH',
  title: 'The PATH of the build leads to no programs',
  summary:
    'Even programs that every system has are not found: the program that started the build passed a PATH without /usr/bin, or changed it.',
  advice:
    'Build in a terminal, where PATH is set. If it was started by a service, a hook or a graphical program, set PATH there: PATH=/usr/sbin:/usr/bin:/sbin:/bin.',
  certainty: 'likely',
  explains: [
    // make itself was started, so it is installed.
    { message: /^(?:make|uname): No such file or directory$/, tools: ['make'] },
    {
      message:
        /^(?:\/bin\/(?:ba|da)?sh: (?:line )?(?:\d+: )?)?(?:uname|cat|rm|mv|cp|mkdir|ls|touch): (?:command not found|not found)$/,
    },
  ],
  before: ['program-missing'],
};
