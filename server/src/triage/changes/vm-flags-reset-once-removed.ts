import type { Change } from '../change.ts';

export const vmFlagsResetOnceRemoved: Change = {
  id: 'vm-flags-reset-once-removed',
  symbol: 'vm_flags_reset_once',
  title: 'vm_flags_reset_once() is gone',
  summary: 'Flags are kept in a bitmap, whose first word vma_flags_reset_once() writes at once.',
  advice:
    'Call `vm_flags_reset(vma, flags)`. That the flags are written at once matters only while others read them without a lock, which they do not in an `mmap` handler.',
  since: '7.1',
  available: '6.3',
  old: 'vm_flags_reset_once(vma, flags)',
  new: 'vm_flags_reset(vma, flags)',
  replacement: 'vm_flags_reset',
  explains: [{ kind: 'undeclared-function', name: 'vm_flags_reset_once' }],
  oldForm: { function: 'vm_flags_reset_once' },
  newForm: { all: [{ function: 'vm_flags_reset' }, { not: { function: 'vm_flags_reset_once' } }] },
  rewrite: [{ kind: 'rename', from: 'vm_flags_reset_once', to: 'vm_flags_reset' }],
};
