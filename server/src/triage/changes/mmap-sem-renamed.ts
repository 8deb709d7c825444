import type { Change } from '../change.ts';

export const mmapSemRenamed: Change = {
  id: 'mmap-sem-renamed',
  symbol: 'struct mm_struct.mmap_sem',
  title: 'mm->mmap_sem is now mm->mmap_lock',
  summary: 'The lock has functions of its own.',
  advice: 'Call `mmap_read_lock(mm)` and the like instead of `down_read(&mm->mmap_sem)`.',
  since: '5.8',
  old: 'down_read(&mm->mmap_sem)',
  new: 'mmap_read_lock(mm)',
  replacement: 'mmap_read_lock',
  source: 'commit da1c55f1b272',
  explains: [{ kind: 'no-member', struct: 'struct mm_struct', member: 'mmap_sem' }],
  oldForm: { struct: 'mm_struct', member: 'mmap_sem' },
  newForm: { struct: 'mm_struct', member: 'mmap_lock' },
};
