import type { Change } from '../change.ts';

export const allocFdRemoved: Change = {
  id: 'alloc-fd-removed',
  symbol: '__alloc_fd',
  title: '__alloc_fd() is gone',
  summary: 'A descriptor can be given to the process that runs, and to no other.',
  advice: 'Call `get_unused_fd_flags(flags)`, in the process that gets the descriptor.',
  since: '5.11',
  old: '__alloc_fd(files, 0, limit, flags)',
  new: 'get_unused_fd_flags(flags)',
  replacement: 'get_unused_fd_flags',
  explains: [
    { kind: 'undeclared-function', name: '__alloc_fd' },
    { kind: 'undefined-symbol', name: '__alloc_fd' },
  ],
  oldForm: { callable: '__alloc_fd' },
  newForm: { all: [{ callable: 'get_unused_fd_flags' }, { not: { callable: '__alloc_fd' } }] },
};
