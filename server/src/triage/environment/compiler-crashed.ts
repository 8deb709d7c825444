import type { EnvironmentCause } from './environment-cause.ts';

export const compilerCrashed: EnvironmentCause = {
  id: 'compiler-crashed',
  symbol: 'compiler',
  title: 'The compiler itself crashed',
  summary:
    'It ended by a signal or found itself in a state that should not be: a fault of the compiler, or of the memory of the machine.',
  advice:
    'Build again: where it crashes elsewhere each time, test the memory. Where it is always the same file, use another version of the compiler.',
  certainty: 'likely',
  explains: [
    {
      message:
        /(?:Segmentation fault|Illegal instruction|Bus error|Aborted) signal terminated|^internal compiler error|ended: (?:Segmentation fault|Bus error|Illegal instruction|Aborted)/,
    },
    { message: /Please submit a full bug report/ },
  ],
};
