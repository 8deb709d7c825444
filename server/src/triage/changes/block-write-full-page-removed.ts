import type { Change } from '../change.ts';

export const blockWriteFullPageRemoved: Change = {
  id: 'block-write-full-page-removed',
  symbol: 'block_write_full_page',
  title: 'block_write_full_page() is gone',
  summary:
    'The buffers of a block device belong to a folio, and block_write_full_folio() is not for modules.',
  advice:
    'Call `__block_write_full_folio(page->mapping->host, page_folio(page), get_block, wbc)`, or set `.writepages` to a function that calls `mpage_writepages()`.',
  since: '6.8',
  old: 'block_write_full_page(page, get_block, wbc)',
  new: '__block_write_full_folio(page->mapping->host, page_folio(page), get_block, wbc)',
  replacement: '__block_write_full_folio',
  explains: [
    { kind: 'undeclared-function', name: 'block_write_full_page' },
    { kind: 'undeclared', name: 'block_write_full_page' },
    { kind: 'undefined-symbol', name: 'block_write_full_page' },
  ],
  oldForm: { callable: 'block_write_full_page' },
  newForm: {
    all: [{ callable: '__block_write_full_folio' }, { not: { callable: 'block_write_full_page' } }],
  },
  semantics:
    'block_write_full_page() also left pages beyond the end of the file out, and filled the rest of the last one with zeros. __block_write_full_folio() does neither: see whether the caller has to.',
  rewrite: [
    {
      ...{ kind: 'call', name: 'block_write_full_page', arguments: 3 },
      to: '__block_write_full_folio($p1->mapping->host, page_folio($1), $2, $3)',
    },
  ],
};
