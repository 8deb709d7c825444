import type { EnvironmentCause } from './environment-cause.ts';

export const cLibraryTooOld: EnvironmentCause = {
  id: 'c-library-too-old',
  symbol: 'glibc',
  title: 'The headers hold programs of a newer distribution',
  summary:
    "kbuild's own programs, which are part of the headers, were built for a newer C library (glibc) than this machine has.",
  advice:
    'Use headers of the distribution and release that is running, or build in a container of the one that the headers are of.',
  certainty: 'verified',
  explains: [{ message: /version [`']GLIBC[\w.]*' not found/ }],
  isOnce: true,
};
