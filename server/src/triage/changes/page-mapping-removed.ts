import type { Change } from '../change.ts';

export const pageMappingRemoved: Change = {
  id: 'page-mapping-removed',
  symbol: 'page_mapping',
  title: 'page_mapping() is gone',
  summary: 'The file is that of the folio which a page is part of.',
  advice: 'Call `folio_mapping(page_folio(page))`.',
  goneBy: '6.12',
  old: 'page_mapping(page)',
  new: 'folio_mapping(page_folio(page))',
  explains: [
    { kind: 'undeclared-function', name: 'page_mapping' },
    { kind: 'undefined-symbol', name: 'page_mapping' },
  ],
  oldForm: { callable: 'page_mapping' },
  newForm: { all: [{ callable: 'folio_mapping' }, { not: { callable: 'page_mapping' } }] },
  rewrite: [{ kind: 'call', name: 'page_mapping', arguments: 1, to: 'folio_mapping(page_folio($1))' }],
};
