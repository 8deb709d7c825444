import { isAtLeast } from '../without-headers/release.ts';
import type { EnvironmentCause } from './environment-cause.ts';

export const compilerHeadersMissing: EnvironmentCause = {
  id: 'compiler-headers-missing',
  symbol: 'stddef.h',
  title: "The compiler's own headers are not found",
  summary:
    'Kernels before 5.15 let modules include stddef.h, stdarg.h and their like, which come with the compiler. The compiler is only partly installed, or another one than make asked for them.',
  advice: 'Install the compiler again, and call make without a CC= of another version.',
  certainty: 'likely',
  explains: [
    {
      message:
        /^(?:'(?:stddef|stdarg|stdbool)\.h' file not found|(?:stddef|stdarg|stdbool)\.h: No such file)/,
      holds: ({ release }) => release !== undefined && !isAtLeast(release, '5.15'),
    },
  ],
  isOnce: true,
};
