import type { Change } from '../change.ts';

export const pageHasBuffersRemoved: Change = {
  id: 'page-has-buffers-removed',
  symbol: 'page_has_buffers',
  title: 'page_has_buffers() is gone',
  summary: 'The buffers of a block device belong to the folio that a page is part of.',
  advice: 'Call `folio_buffers(page_folio(page))`, which is NULL where there are none.',
  since: '6.15',
  old: 'page_has_buffers(page)',
  new: 'folio_buffers(page_folio(page))',
  explains: [
    { kind: 'undeclared-function', name: 'page_has_buffers' },
    { kind: 'undefined-symbol', name: 'page_has_buffers' },
  ],
  oldForm: { callable: 'page_has_buffers' },
  newForm: { all: [{ callable: 'folio_buffers' }, { not: { callable: 'page_has_buffers' } }] },
  rewrite: [{ kind: 'call', name: 'page_has_buffers', arguments: 1, to: 'folio_buffers(page_folio($1))' }],
};
