import type { EnvironmentCause } from './environment-cause.ts';

export const cLibraryTooOld: EnvironmentCause = {
  id: 'c-library-too-old',
  symbol: 'glibc',
  title: 'The headers contain programs of a newer distribution',
  summary:
    'The headers include programs of kbuild, and these were built for a newer C library (glibc) than the one on this machine.',
  advice:
    'Install headers made for the distribution and release of this machine, or build in a container of the distribution that the headers come from.',
  certainty: 'verified',
  explains: [{ message: /version [`']GLIBC[\w.]*' not found/ }],
  isOnce: true,
};
