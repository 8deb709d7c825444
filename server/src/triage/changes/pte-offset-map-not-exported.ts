import type { Change } from '../change.ts';

export const pteOffsetMapNotExported: Change = {
  id: 'pte-offset-map-not-exported',
  symbol: 'pte_offset_map',
  title: 'pte_offset_map() is not for modules',
  summary: 'It can fail since then, and what it calls is not exported.',
  advice:
    'For addresses of the kernel, call `pte_offset_kernel(pmd, address)`. For memory of a process, have `get_user_pages()` and its like do the walk.',
  since: '6.5',
  old: 'pte_offset_map(pmd, address)',
  new: 'pte_offset_kernel(pmd, address)',
  replacement: 'pte_offset_kernel',
  explains: [
    { kind: 'undefined-symbol', name: '__pte_offset_map' },
    { kind: 'undefined-symbol', name: '__pte_offset_map_lock' },
  ],
  oldForm: { macro: 'pte_offset_map' },
  newForm: { function: 'pte_offset_map' },
  rewrite: [
    { kind: 'call', name: 'pte_offset_map', arguments: 2, to: 'pte_offset_kernel($1, $2)' },
    { kind: 'drop-call', name: 'pte_unmap' },
  ],
  semantics:
    'pte_offset_kernel() does not keep the table: the lock of the memory has to be held for as long as the entry is read. It is also wrong where tables lie in high memory, on 32-bit kernels.',
};
