import type { Change } from '../change.ts';

export const userPathAtEmptyRemoved: Change = {
  id: 'user-path-at-empty-removed',
  symbol: 'user_path_at_empty',
  title: 'user_path_at_empty() is gone',
  summary: 'Nobody asked it any more whether the path was empty.',
  advice: 'Call `user_path_at()` without the last argument.',
  since: '6.11',
  old: 'user_path_at_empty(dfd, name, flags, &path, NULL)',
  new: 'user_path_at(dfd, name, flags, &path)',
  replacement: 'user_path_at',
  explains: [
    { kind: 'undeclared-function', name: 'user_path_at_empty' },
    { kind: 'undeclared', name: 'user_path_at_empty' },
    { kind: 'undefined-symbol', name: 'user_path_at_empty' },
  ],
  oldForm: { function: 'user_path_at_empty' },
  newForm: { all: [{ function: 'user_path_at' }, { not: { function: 'user_path_at_empty' } }] },
  rewrite: [
    {
      ...{ kind: 'call', name: 'user_path_at_empty', arguments: 5, where: { position: 5, is: ['NULL'] } },
      to: 'user_path_at($1, $2, $3, $4)',
    },
  ],
};
