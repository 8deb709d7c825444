import type { Change } from '../change.ts';

export const fileLockHeaderSplit: Change = {
  id: 'file-lock-header-split',
  symbol: 'struct file_lock',
  title: 'struct file_lock has a header of its own',
  summary: '`<linux/fs.h>` no longer declares it.',
  advice: 'Include `<linux/filelock.h>` as well.',
  since: '6.3',
  old: '#include <linux/fs.h>',
  new: '#include <linux/fs.h> and #include <linux/filelock.h>',
  replacement: 'linux/filelock.h',
  source: 'commit 5970e15dbcfe',
  explains: [
    { kind: 'incomplete-type', type: 'struct file_lock' },
    { kind: 'undeclared-function', name: 'posix_lock_file' },
    { kind: 'undeclared', name: 'posix_lock_file' },
    { kind: 'undefined-symbol', name: 'posix_lock_file' },
    { kind: 'undeclared-function', name: 'locks_lock_file_wait' },
    { kind: 'undeclared', name: 'locks_lock_file_wait' },
    { kind: 'undefined-symbol', name: 'locks_lock_file_wait' },
    { kind: 'undeclared-function', name: 'posix_test_lock' },
    { kind: 'undeclared', name: 'posix_test_lock' },
    { kind: 'undefined-symbol', name: 'posix_test_lock' },
  ],
  oldForm: { not: { header: 'linux/filelock.h' } },
  newForm: { header: 'linux/filelock.h' },
  rewrite: [{ kind: 'add-include', header: 'linux/filelock.h' }],
};
