import type { Change } from '../change.ts';

export const iterateRemoved: Change = {
  id: 'iterate-removed',
  symbol: 'struct file_operations.iterate',
  title: 'file_operations.iterate is gone',
  summary:
    'A folder is read with its lock shared. A function that needs the lock for itself is wrapped in one that takes it so.',
  advice:
    'Set `.iterate_shared` to a function that may run for one folder several times at once, or write `WRAP_DIR_ITER(foo_iterate)` and set `.iterate_shared = shared_foo_iterate`.',
  since: '6.5',
  old: '.iterate = foo_iterate,',
  new: '.iterate_shared = shared_foo_iterate,',
  replacement: 'iterate_shared',
  source: 'commit 3e3271549670',
  explains: [{ kind: 'no-member', struct: 'file_operations', member: 'iterate' }],
  oldForm: { struct: 'file_operations', member: 'iterate' },
  newForm: { all: [{ macro: 'WRAP_DIR_ITER' }, { not: { struct: 'file_operations', member: 'iterate' } }] },
  rewrite: [
    {
      ...{ kind: 'initializer', struct: 'file_operations', member: 'iterate' },
      to: 'iterate_shared = shared_$value',
      before: 'WRAP_DIR_ITER($value)\n\n',
    },
  ],
};
