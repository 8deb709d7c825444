import type { EnvironmentCause } from './environment-cause.ts';

export const headerNotForModules: EnvironmentCause = {
  id: 'header-not-for-modules',
  symbol: '#include',
  title: 'That header must not be included directly',
  summary:
    'A header of the kernel is a part of another one, which sets up what it needs, and refuses to be included alone. The text of the #error names the header to include.',
  advice: 'Include the header that the text names, in place of the one that refuses.',
  certainty: 'verified',
  explains: [
    {
      message:
        /^#error "?.*(?:(?:do not|don't|cannot|can't|never|only) .*\binclude|\binclude[ds]?\b.*\b(?:directly|instead)|\.h> can be included directly)/i,
      tools: ['gcc', 'clang'],
    },
  ],
  // The text of this #error is about an #include.
  before: ['source-refuses'],
};
