import type { EnvironmentCause } from './environment-cause.ts';

export const compilerIncomplete: EnvironmentCause = {
  id: 'compiler-incomplete',
  symbol: 'cc1',
  title: 'gcc is only partly installed',
  summary:
    'gcc calls other programs of its version, such as cc1, and does not find them: their package is missing, or gcc is a link to another version than theirs.',
  advice: 'Reinstall gcc. `gcc -print-prog-name=cc1` prints a whole path if the compiler proper is found.',
  certainty: 'verified',
  explains: [
    {
      message:
        /(?:error trying to exec|cannot execute) ['`‘]\S*(?:cc1|cc1plus|collect2|lto1|as|ld)['’]?: execvp/,
    },
  ],
  install: {
    kind: 'packages',
    names: { debian: 'build-essential', fedora: 'gcc make', arch: 'base-devel', suse: 'gcc make' },
  },
};
