import type { Change } from '../change.ts';

export const zapPageRangeSingleRenamed: Change = {
  id: 'zap-page-range-single-renamed',
  symbol: 'zap_page_range_single',
  title: 'zap_page_range_single() is now zap_vma_range()',
  summary: 'It has lost its last argument, for which drivers passed NULL.',
  advice: 'Call `zap_vma_range()` with the first three arguments.',
  since: '7.1',
  old: 'zap_page_range_single(vma, address, size, NULL)',
  new: 'zap_vma_range(vma, address, size)',
  replacement: 'zap_vma_range',
  explains: [
    { kind: 'undeclared-function', name: 'zap_page_range_single' },
    { kind: 'undefined-symbol', name: 'zap_page_range_single' },
  ],
  oldForm: { function: 'zap_page_range_single' },
  newForm: { function: 'zap_vma_range' },
  rewrite: [
    {
      ...{ kind: 'call', name: 'zap_page_range_single', arguments: 4, where: { position: 4, is: ['NULL'] } },
      to: 'zap_vma_range($1, $2, $3)',
    },
  ],
};
