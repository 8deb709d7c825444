import type { EnvironmentCause } from './environment-cause.ts';

export const compilerUnusable: EnvironmentCause = {
  id: 'compiler-unusable',
  symbol: 'CC',
  title: "The compiler can't compile even an empty function",
  summary:
    'Before it builds, the driver tries the compiler on a file of one line, and that failed: gcc or its parts are not installed, CC names something else, or the disk is full.',
  advice: 'Try the compiler yourself: `echo "int x;" | cc -x c -c -o /dev/null -`. It says what is missing.',
  certainty: 'verified',
  explains: [{ message: /^Failed CC sanity check\. Bailing out!/ }],
  install: {
    kind: 'packages',
    names: { debian: 'build-essential', fedora: 'gcc make', arch: 'base-devel', suse: 'gcc make' },
  },
};
