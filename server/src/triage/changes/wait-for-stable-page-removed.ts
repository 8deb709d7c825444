import type { Change } from '../change.ts';

export const waitForStablePageRemoved: Change = {
  id: 'wait-for-stable-page-removed',
  symbol: 'wait_for_stable_page',
  title: 'wait_for_stable_page() is gone',
  summary: 'It waited for the folio that a page is part of.',
  advice: 'Call `folio_wait_stable(page_folio(page))`.',
  since: '6.15',
  old: 'wait_for_stable_page(page)',
  new: 'folio_wait_stable(page_folio(page))',
  explains: [
    { kind: 'undeclared-function', name: 'wait_for_stable_page' },
    { kind: 'undefined-symbol', name: 'wait_for_stable_page' },
  ],
  oldForm: { callable: 'wait_for_stable_page' },
  newForm: { all: [{ callable: 'folio_wait_stable' }, { not: { callable: 'wait_for_stable_page' } }] },
  rewrite: [
    { kind: 'call', name: 'wait_for_stable_page', arguments: 1, to: 'folio_wait_stable(page_folio($1))' },
  ],
};
