import type { Change } from '../change.ts';

export const pageMkcleanRemoved: Change = {
  id: 'page-mkclean-removed',
  symbol: 'page_mkclean',
  title: 'page_mkclean() is gone',
  summary: 'It worked on the folio that a page is part of.',
  advice: 'Call `folio_mkclean(page_folio(page))`.',
  goneBy: '6.12',
  old: 'page_mkclean(page)',
  new: 'folio_mkclean(page_folio(page))',
  explains: [
    { kind: 'undeclared-function', name: 'page_mkclean' },
    { kind: 'undefined-symbol', name: 'page_mkclean' },
  ],
  oldForm: { callable: 'page_mkclean' },
  newForm: { all: [{ callable: 'folio_mkclean' }, { not: { callable: 'page_mkclean' } }] },
  rewrite: [{ kind: 'call', name: 'page_mkclean', arguments: 1, to: 'folio_mkclean(page_folio($1))' }],
};
