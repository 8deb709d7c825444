import type { EnvironmentCause } from './environment-cause.ts';

export const moduleFileMissing: EnvironmentCause = {
  id: 'module-file-missing',
  symbol: '.ko',
  title: 'The file of the module is not there',
  summary:
    'A .ko file is loaded or copied that no build has made: it failed before, it was not started yet, or it put the file into another folder.',
  advice:
    "Build first, and look for its first error; `find . -name '*.ko'` shows what there is. A module that is installed already is loaded by its name: `modprobe NAME`.",
  certainty: 'verified',
  explains: [
    {
      message: /^could not (?:load|insert) module \S+\.ko\S*: No such file or directory$/,
      tools: ['kernel'],
    },
    { message: /^can't insert '\S+\.ko\S*': No such file or directory$/, tools: ['kernel'] },
    {
      message: /^(?:cp|install|mv): cannot stat ['‘]?\S+\.ko(?:\.\w+)?['’]?: No such file or directory$/,
      tools: ['program', 'make'],
    },
  ],
};
