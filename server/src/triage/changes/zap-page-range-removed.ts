import type { Change } from '../change.ts';

export const zapPageRangeRemoved: Change = {
  id: 'zap-page-range-removed',
  symbol: 'zap_page_range',
  title: 'zap_page_range() is gone',
  summary: 'It went on to further areas; what is left works on one area, which every caller meant.',
  advice: 'Call `zap_page_range_single(vma, start, size, NULL)`.',
  since: '6.3',
  old: 'zap_page_range(vma, start, size)',
  new: 'zap_page_range_single(vma, start, size, NULL)',
  replacement: 'zap_page_range_single',
  explains: [
    { kind: 'undeclared-function', name: 'zap_page_range' },
    { kind: 'undeclared', name: 'zap_page_range' },
    { kind: 'undefined-symbol', name: 'zap_page_range' },
  ],
  oldForm: { function: 'zap_page_range' },
  newForm: { all: [{ function: 'zap_page_range_single' }, { not: { function: 'zap_page_range' } }] },
  rewrite: [
    { kind: 'call', name: 'zap_page_range', arguments: 3, to: 'zap_page_range_single($1, $2, $3, NULL)' },
  ],
  semantics: 'The range has to lie in this one area: zap_page_range() went on to those that follow.',
};
