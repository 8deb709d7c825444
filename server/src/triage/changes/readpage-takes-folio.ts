import type { Change } from '../change.ts';

export const readpageTakesFolio: Change = {
  id: 'readpage-takes-folio',
  symbol: 'struct address_space_operations.readpage',
  title: 'readpage() is now read_folio()',
  summary: 'A file is read in folios. One of a file system that did not ask for large ones is a single page.',
  advice: 'Take `struct folio *folio`, and set `.read_folio`; `&folio->page` is its first page.',
  since: '5.19',
  old: '.readpage = foo_readpage,',
  new: '.read_folio = foo_read_folio,',
  replacement: 'read_folio',
  explains: [{ kind: 'no-member', struct: 'address_space_operations', member: 'readpage' }],
  oldForm: { struct: 'address_space_operations', member: 'readpage' },
  newForm: { struct: 'address_space_operations', member: 'read_folio' },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'address_space_operations', member: 'readpage', was: 2 },
      parameters: ['$1', 'struct folio *folio'],
      prologue: 'struct page *$name2 = &folio->page;',
      passed: { 2: 'page_folio($2)' },
    },
    { kind: 'initializer', struct: 'address_space_operations', member: 'readpage', to: 'read_folio' },
  ],
};
