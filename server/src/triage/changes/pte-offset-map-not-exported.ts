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
};
