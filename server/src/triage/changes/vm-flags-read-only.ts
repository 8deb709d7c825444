import type { Change } from '../change.ts';

export const vmFlagsReadOnly: Change = {
  id: 'vm-flags-read-only',
  symbol: 'struct vm_area_struct.vm_flags',
  title: 'vma->vm_flags is read-only',
  summary:
    'The flags of a memory area are changed under its lock, through functions; the member itself is const.',
  advice:
    'Call `vm_flags_set(vma, flags)` for `|=`, `vm_flags_clear(vma, flags)` for `&= ~`, and `vm_flags_reset(vma, flags)` for `=`.',
  since: '6.3',
  old: 'vma->vm_flags |= VM_IO;',
  new: 'vm_flags_set(vma, VM_IO);',
  replacement: 'vm_flags_set',
  source: 'commit bc292ab00f6c',
  explains: [{ kind: 'read-only', target: '*vm_flags' }],
  oldForm: { not: { callable: 'vm_flags_set' } },
  newForm: { callable: 'vm_flags_set' },
  rewrite: [
    { kind: 'assignment', member: 'vm_flags', operator: '|=', to: 'vm_flags_set($object, $value)' },
    { kind: 'assignment', member: 'vm_flags', operator: '&=', to: 'vm_flags_clear($object, $complement)' },
    { kind: 'assignment', member: 'vm_flags', operator: '=', to: 'vm_flags_reset($object, $value)' },
  ],
};
