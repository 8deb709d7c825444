import type { Change } from '../change.ts';

export const getRandomIntRemoved: Change = {
  id: 'get-random-int-removed',
  symbol: 'get_random_int',
  title: 'get_random_int() is gone',
  summary: 'It was another name for get_random_u32().',
  advice: 'Call `get_random_u32()`.',
  since: '6.1',
  old: 'get_random_int()',
  new: 'get_random_u32()',
  replacement: 'get_random_u32',
  source: 'commit de492c83cae0',
  explains: [
    { kind: 'undeclared-function', name: 'get_random_int' },
    { kind: 'undeclared', name: 'get_random_int' },
    { kind: 'undefined-symbol', name: 'get_random_int' },
  ],
  oldForm: { callable: 'get_random_int' },
  newForm: { callable: 'get_random_u32' },
  rewrite: [{ kind: 'rename', from: 'get_random_int', to: 'get_random_u32' }],
};
