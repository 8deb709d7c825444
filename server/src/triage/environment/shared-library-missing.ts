import type { EnvironmentCause } from './environment-cause.ts';

export const sharedLibraryMissing: EnvironmentCause = {
  id: 'shared-library-missing',
  symbol: 'shared library',
  title: "A program of the build can't start, because a library of it is missing",
  summary:
    'The program was built with another version of the library than the one that is installed, as after an update of a part of the system, or the package of the library is missing.',
  advice:
    'Update the whole system, so that both are of the same state (`pacman -Syu`, `apt full-upgrade`), or reinstall the package of the program that the message names.',
  certainty: 'verified',
  explains: [{ message: /: error while loading shared libraries: \S+: cannot open shared object file/ }],
};
