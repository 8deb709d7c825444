import type { Change } from '../change.ts';

export const prandomU32Removed: Change = {
  id: 'prandom-u32-removed',
  symbol: 'prandom_u32',
  title: 'prandom_u32() is gone',
  summary: 'The generator for cheap random numbers was removed because the good one became as fast.',
  advice: 'Call `get_random_u32()` or `get_random_bytes()`; every kernel since 4.11 has both.',
  since: '6.1',
  old: 'prandom_u32()',
  new: 'get_random_u32()',
  replacement: 'get_random_u32',
  source: 'commit de492c83cae0',
  explains: [
    { kind: 'undeclared-function', name: 'prandom_u32' },
    { kind: 'undeclared', name: 'prandom_u32' },
    { kind: 'undefined-symbol', name: 'prandom_u32' },
    { kind: 'undeclared-function', name: 'prandom_bytes' },
    { kind: 'undeclared', name: 'prandom_bytes' },
    { kind: 'undefined-symbol', name: 'prandom_bytes' },
  ],
  oldForm: { callable: 'prandom_u32' },
  newForm: { callable: 'get_random_u32' },
  rewrite: [
    { kind: 'rename', from: 'prandom_u32', to: 'get_random_u32' },
    { kind: 'rename', from: 'prandom_bytes', to: 'get_random_bytes' },
    { kind: 'add-include', header: 'linux/random.h' },
  ],
};
