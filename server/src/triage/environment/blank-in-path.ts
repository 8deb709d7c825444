import { type EnvironmentCause, isOfHeaders } from './environment-cause.ts';

export const blankInPath: EnvironmentCause = {
  id: 'blank-in-path',
  symbol: 'M=',
  title: 'The path of the source contains a space or a colon',
  summary:
    'make separates the words of its command and of its lists by spaces, and cannot build in a folder whose path has one: behind a space in `M=`, it takes the rest of the path for a target, or for a second module.',
  advice: 'Move the source to a folder without spaces and colons in its path, and build there.',
  certainty: 'verified',
  explains: [
    { message: /(?:main|source|build|module) directory cannot contain spaces nor colons/ },
    { message: /^building multiple external modules is not supported/ },
    // The rest of a path, since targets that people write have no folder but for those of files.
    {
      message:
        /^No rule to make target '(?!(?:scripts|arch|tools)\/|[^']*(?:akefile|Kbuild)')[\w.+-]+(?:\/[\w+-]+)+'$/,
      tools: ['make'],
      isLikely: true,
    },
    // make reads `C:/m/foo.ko: C:/m/foo.o`, which kbuild writes, as a rule with two colons.
    {
      message: /^(?:target pattern contains no '%'|multiple target patterns)/,
      holds: ({ problem: { file = '' } }) => file.endsWith('.cmd') || isOfHeaders(file),
      isLikely: true,
    },
  ],
};
