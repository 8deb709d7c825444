import type { Change } from '../change.ts';

export const prandomU32MaxRemoved: Change = {
  id: 'prandom-u32-max-removed',
  symbol: 'prandom_u32_max',
  title: 'prandom_u32_max() is gone',
  summary:
    'It was the last of the functions for cheap random numbers; its successor has existed since 6.2, and in some older stable kernels.',
  advice: 'Call `get_random_u32_below(ceiling)`.',
  since: '6.2',
  old: 'prandom_u32_max(ceiling)',
  new: 'get_random_u32_below(ceiling)',
  replacement: 'get_random_u32_below',
  source: 'commit 3c202d14a9d7',
  explains: [
    { kind: 'undeclared-function', name: 'prandom_u32_max' },
    { kind: 'undeclared', name: 'prandom_u32_max' },
    { kind: 'undefined-symbol', name: 'prandom_u32_max' },
  ],
  oldForm: { callable: 'prandom_u32_max' },
  newForm: { callable: 'get_random_u32_below' },
  rewrite: [
    { kind: 'rename', from: 'prandom_u32_max', to: 'get_random_u32_below' },
    { kind: 'add-include', header: 'linux/random.h' },
  ],
};
