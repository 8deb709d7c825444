import type { Change } from '../change.ts';

export const setFsRemoved: Change = {
  id: 'set-fs-removed',
  symbol: 'set_fs',
  title: 'set_fs() and get_fs() are gone',
  summary: 'The kernel can no longer pass off its own memory as that of a program.',
  advice:
    'Read and write files with `kernel_read()` and `kernel_write()`, and call functions that take kernel memory where you passed it as user memory.',
  since: '5.10',
  old: 'old_fs = get_fs(); set_fs(KERNEL_DS); vfs_read(file, buffer, size, &position)',
  new: 'kernel_read(file, buffer, size, &position)',
  explains: [
    { kind: 'undeclared-function', name: 'set_fs' },
    { kind: 'undeclared', name: 'set_fs' },
    { kind: 'undefined-symbol', name: 'set_fs' },
    { kind: 'undeclared-function', name: 'get_fs' },
    { kind: 'undeclared', name: 'get_fs' },
    { kind: 'undefined-symbol', name: 'get_fs' },
    { kind: 'undeclared', name: 'KERNEL_DS' },
    { kind: 'undeclared', name: 'USER_DS' },
    { kind: 'unknown-type', name: 'mm_segment_t' },
  ],
  oldForm: { callable: 'set_fs' },
  newForm: { all: [{ callable: 'kernel_read' }, { not: { callable: 'set_fs' } }] },
};
