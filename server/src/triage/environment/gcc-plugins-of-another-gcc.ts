import type { EnvironmentCause } from './environment-cause.ts';

export const gccPluginsOfAnotherGcc: EnvironmentCause = {
  id: 'gcc-plugins-of-another-gcc',
  symbol: 'gcc plugins',
  title: "The kernel's gcc plugins were built with another gcc",
  summary:
    'The kernel was built with gcc plugins, which are part of its headers, and gcc loads only plugins built with exactly its own version.',
  advice:
    'Build with the gcc that built the kernel (`CC=gcc-…`), or install headers that were built with the gcc of this machine; updating kernel and compiler together does that.',
  certainty: 'verified',
  explains: [
    {
      message:
        /incompatible gcc\/plugin versions|fail(?:ed)? to initialize plugin|cannot load plugin |unable to load plugin |gcc-plugins\/\w+\.so\b/,
    },
  ],
  isOnce: true,
};
