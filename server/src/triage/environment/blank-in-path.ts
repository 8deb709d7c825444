import type { EnvironmentCause } from './environment-cause.ts';

export const blankInPath: EnvironmentCause = {
  id: 'blank-in-path',
  symbol: 'M=',
  title: 'The path of the source contains a space or a colon',
  summary:
    'make separates the words of its command and of its lists by spaces, and cannot build in a folder whose path has one.',
  advice: 'Move the source to a folder without spaces and colons in its path, and build there.',
  certainty: 'verified',
  explains: [{ message: /(?:main|source|build|module) directory cannot contain spaces nor colons/ }],
};
