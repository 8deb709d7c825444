import type { Change } from '../change.ts';

export const mpageReadpageRemoved: Change = {
  id: 'mpage-readpage-removed',
  symbol: 'mpage_readpage',
  title: 'mpage_readpage() is now mpage_read_folio()',
  summary:
    'What reads a page of a file takes the folio that it is part of, and so does block_read_full_page().',
  advice:
    'Call `mpage_read_folio(folio, get_block)` or `block_read_full_folio(folio, get_block)` with the folio of `read_folio()`, or with `page_folio(page)`.',
  since: '5.19',
  old: 'mpage_readpage(page, get_block)',
  new: 'mpage_read_folio(page_folio(page), get_block)',
  replacement: 'mpage_read_folio',
  explains: ['mpage_readpage', 'block_read_full_page'].flatMap((name) => [
    { kind: 'undeclared-function', name },
    { kind: 'undeclared', name },
    { kind: 'undefined-symbol', name },
  ]),
  oldForm: { callable: 'mpage_readpage' },
  newForm: { callable: 'mpage_read_folio' },
  rewrite: [
    {
      ...{ kind: 'call', name: 'mpage_readpage', arguments: 2 },
      to: 'mpage_read_folio(page_folio($1), $2)',
    },
    {
      ...{ kind: 'call', name: 'block_read_full_page', arguments: 2 },
      to: 'block_read_full_folio(page_folio($1), $2)',
    },
  ],
};
