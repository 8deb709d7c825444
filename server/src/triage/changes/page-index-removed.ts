import type { Change } from '../change.ts';

export const pageIndexRemoved: Change = {
  id: 'page-index-removed',
  symbol: 'struct page.index',
  title: 'page->index is gone',
  summary: 'The place in a file is kept by the folio that a page belongs to.',
  advice:
    'Use `page_folio(page)->index`, and add the number of the page in its folio where that may have several.',
  since: '6.16',
  available: '5.16',
  old: 'page->index',
  new: 'page_folio(page)->index',
  replacement: 'page_folio(page)->index',
  explains: [{ kind: 'no-member', struct: 'page', member: 'index' }],
  oldForm: { struct: 'page', member: 'index' },
  newForm: { all: [{ struct: 'folio', member: 'index' }, { not: { struct: 'page', member: 'index' } }] },
  rewrite: [{ kind: 'read', struct: 'page', member: 'index', to: 'page_folio($object)->index' }],
  semantics:
    'The index of a folio is that of its first page: where a folio may have several pages, that of this one is larger.',
};
