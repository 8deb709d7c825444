import type { Change } from '../change.ts';

export const nthPageRemoved: Change = {
  id: 'nth-page-removed',
  symbol: 'nth_page',
  title: 'nth_page() is gone',
  summary:
    'The pages of one allocation are adjacent in the memory map of every kernel now, so that an addition does.',
  advice: 'Write `page + n`.',
  since: '6.18',
  old: 'nth_page(page, n)',
  new: 'page + n',
  explains: [
    { kind: 'undeclared-function', name: 'nth_page' },
    { kind: 'undeclared', name: 'nth_page' },
    { kind: 'undefined-symbol', name: 'nth_page' },
  ],
  oldForm: { callable: 'nth_page' },
  newForm: { all: [{ header: 'linux/mm.h' }, { not: { callable: 'nth_page' } }] },
  rewrite: [{ kind: 'call', name: 'nth_page', arguments: 2, to: '($p1 + $p2)' }],
};
