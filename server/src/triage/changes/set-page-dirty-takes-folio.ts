import type { Change } from '../change.ts';

export const setPageDirtyTakesFolio: Change = {
  id: 'set-page-dirty-takes-folio',
  symbol: 'struct address_space_operations.set_page_dirty',
  title: 'set_page_dirty() is now dirty_folio(), and invalidatepage() is invalidate_folio()',
  summary: 'The operations of a mapping work on folios, and so do the functions of the kernel for them.',
  advice:
    'Set `.dirty_folio = filemap_dirty_folio` for `__set_page_dirty_nobuffers`, `block_dirty_folio` for `__set_page_dirty_buffers`, `noop_dirty_folio` for `__set_page_dirty_no_writeback`, and `.invalidate_folio = block_invalidate_folio`.',
  since: '5.18',
  old: '.set_page_dirty = __set_page_dirty_nobuffers,',
  new: '.dirty_folio = filemap_dirty_folio,',
  replacement: 'dirty_folio',
  explains: [
    { kind: 'no-member', struct: 'address_space_operations', member: 'set_page_dirty' },
    { kind: 'no-member', struct: 'address_space_operations', member: 'invalidatepage' },
  ],
  follows: [
    { kind: 'undeclared', name: '__set_page_dirty_buffers' },
    { kind: 'undeclared', name: 'block_invalidatepage' },
    { kind: 'undeclared', name: '__set_page_dirty_no_writeback' },
  ],
  oldForm: { struct: 'address_space_operations', member: 'set_page_dirty' },
  newForm: { struct: 'address_space_operations', member: 'dirty_folio' },
  rewrite: [
    {
      ...{ kind: 'initializer', struct: 'address_space_operations', member: 'set_page_dirty' },
      ...{ value: '__set_page_dirty_nobuffers', to: 'dirty_folio = filemap_dirty_folio' },
    },
    {
      ...{ kind: 'initializer', struct: 'address_space_operations', member: 'set_page_dirty' },
      ...{ value: '__set_page_dirty_buffers', to: 'dirty_folio = block_dirty_folio' },
    },
    {
      ...{ kind: 'initializer', struct: 'address_space_operations', member: 'set_page_dirty' },
      ...{ value: '__set_page_dirty_no_writeback', to: 'dirty_folio = noop_dirty_folio' },
    },
    {
      ...{ kind: 'initializer', struct: 'address_space_operations', member: 'invalidatepage' },
      ...{ value: 'block_invalidatepage', to: 'invalidate_folio = block_invalidate_folio' },
    },
    { kind: 'add-include', header: 'linux/writeback.h' },
  ],
};
