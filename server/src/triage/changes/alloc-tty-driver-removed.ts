import type { Change } from '../change.ts';

export const allocTtyDriverRemoved: Change = {
  id: 'alloc-tty-driver-removed',
  symbol: 'alloc_tty_driver',
  title: 'alloc_tty_driver() is gone',
  summary: 'A tty driver now gets its flags when it is allocated, and is released by dropping a reference.',
  advice:
    'Call `tty_alloc_driver(lines, flags)`, which returns an error pointer instead of NULL, and release the driver with `tty_driver_kref_put(driver)`.',
  since: '5.15',
  old: 'alloc_tty_driver(lines)',
  new: 'tty_alloc_driver(lines, flags)',
  replacement: 'tty_alloc_driver',
  source: 'commit 56ec5880a28e, commit 9f90a4ddef4e',
  explains: [
    { kind: 'undeclared-function', name: 'alloc_tty_driver' },
    { kind: 'undeclared', name: 'alloc_tty_driver' },
    { kind: 'undefined-symbol', name: 'alloc_tty_driver' },
    { kind: 'undeclared-function', name: 'put_tty_driver' },
    { kind: 'undeclared', name: 'put_tty_driver' },
    { kind: 'undefined-symbol', name: 'put_tty_driver' },
  ],
  oldForm: { callable: 'alloc_tty_driver' },
  newForm: { all: [{ callable: 'tty_alloc_driver' }, { not: { callable: 'alloc_tty_driver' } }] },
  rewrite: [
    {
      ...{ kind: 'call', name: 'alloc_tty_driver', arguments: 1 },
      // The old function returned NULL if there was no memory.
      to: '({ struct tty_driver *allocated = tty_alloc_driver($1, 0); IS_ERR(allocated) ? NULL : allocated; })',
    },
    { kind: 'rename', from: 'put_tty_driver', to: 'tty_driver_kref_put' },
  ],
};
