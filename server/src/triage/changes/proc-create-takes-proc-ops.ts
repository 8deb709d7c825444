import type { Change } from '../change.ts';

export const procCreateTakesProcOps: Change = {
  id: 'proc-create-takes-proc-ops',
  symbol: 'proc_create',
  title: 'proc_create() takes a struct proc_ops',
  summary: 'Files in /proc have operations of their own and no longer use file_operations.',
  advice:
    'Pass a `struct proc_ops`; its members are `.proc_open`, `.proc_read`, `.proc_write`, `.proc_lseek` and `.proc_release`.',
  since: '5.6',
  old: 'proc_create("foo", 0444, NULL, &foo_file_operations)',
  new: 'proc_create("foo", 0444, NULL, &foo_proc_ops)',
  source: 'commit d56c0d45f0e2',
  explains: [
    { kind: 'incompatible-argument', function: 'proc_create' },
    { kind: 'incompatible-argument', function: 'proc_create_data' },
  ],
  oldForm: { all: [{ header: 'linux/proc_fs.h' }, { not: { type: 'struct proc_ops' } }] },
  newForm: { type: 'struct proc_ops' },
};
