import type { EnvironmentCause } from './environment-cause.ts';

export const programMissing: EnvironmentCause = {
  id: 'program-missing',
  symbol: 'program',
  title: 'A program that the build calls is not installed',
  summary:
    'A recipe of the Makefile calls a program that is not on this machine, or not in the PATH of the build.',
  advice: 'Install the package that contains it.',
  certainty: 'verified',
  explains: [
    {
      message:
        /^(?:\/bin\/(?:ba|da)?sh: (?:line )?(?:\d+: )?)?['"]?(?:\S*\/)?([a-z][\w.+-]*)['"]?: (?:command )?not found$/i,
    },
    {
      message:
        /^(?:\S*\/)?(?:env|make|sh|bash): (?:line \d+: )?['"‘]?([a-z][\w.+-]*)['"’]?: (?:No such file or directory|command not found|not found)$/,
    },
    {
      message:
        /^(?:[^\s=]*\/)?([\w.+-]+): (?:command not found|Command not found|not found|No such file or directory)$/,
      tools: ['make'],
    },
    { message: /: (?:line )?\d+: (?:hash|type|command|which): ([a-z][\w.+-]*): not found$/ },
    { message: /^Failed build dependencies: (\S+) is needed by / },
    {
      message:
        /^This system is currently not set up to build kernel modules.*Please install the (gcc|make|perl) .*packages/,
    },
    { message: /^No compiler |compiler ['"]?(\S+?)['"]? (?:is )?not (?:found|installed)/ },
  ],
  install: { kind: 'program' },
  // `pahole: not found` says nothing about BTF.
  before: ['btf-mismatch'],
};
