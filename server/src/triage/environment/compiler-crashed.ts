import type { EnvironmentCause } from './environment-cause.ts';

export const compilerCrashed: EnvironmentCause = {
  id: 'compiler-crashed',
  symbol: 'compiler',
  title: 'The compiler itself crashed',
  summary:
    'It was ended by a signal or reported an internal error: either the compiler is at fault, or the memory of the machine, or it was made for a newer processor (Illegal instruction).',
  advice:
    'Build again. If it crashes in a different place each time, test the memory; if it is always the same file, use another version of the compiler.',
  certainty: 'likely',
  explains: [
    {
      message:
        /(?:Segmentation fault|Illegal instruction|Bus error|Aborted) signal terminated|^internal compiler error|ended: (?:Segmentation fault|Bus error|Illegal instruction|Aborted)/,
    },
    { message: /Please submit a full bug report/ },
  ],
};
