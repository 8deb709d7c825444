import type { Change } from '../change.ts';

export const vmNextRemoved: Change = {
  id: 'vm-next-removed',
  symbol: 'struct vm_area_struct.vm_next',
  title: 'vm_area_struct.vm_next and vm_prev are gone',
  summary: 'The mappings of a process are in a maple tree, not in a list.',
  advice:
    'Walk them with `VMA_ITERATOR(vmi, mm, 0)` and `for_each_vma(vmi, vma)`; a single next one is `find_vma(mm, vma->vm_end)`.',
  since: '6.1',
  old: 'for (vma = mm->mmap; vma; vma = vma->vm_next)',
  new: 'VMA_ITERATOR(vmi, mm, 0); for_each_vma(vmi, vma)',
  replacement: 'for_each_vma',
  explains: [
    { kind: 'no-member', struct: 'vm_area_struct', member: 'vm_next' },
    { kind: 'no-member', struct: 'vm_area_struct', member: 'vm_prev' },
    { kind: 'no-member', struct: 'mm_struct', member: 'mmap' },
  ],
  oldForm: { struct: 'vm_area_struct', member: 'vm_next' },
  newForm: { macro: 'for_each_vma' },
  rewrite: [
    {
      kind: 'read',
      struct: 'vm_area_struct',
      member: 'vm_next',
      to: 'find_vma($object->vm_mm, $object->vm_end)',
    },
  ],
  semantics:
    'find_vma() looks the mapping up anew each time, under the lock of the address space; in a loop over all of them, for_each_vma() is what to write.',
};
