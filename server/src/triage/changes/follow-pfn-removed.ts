import type { Change } from '../change.ts';

export const followPfnRemoved: Change = {
  id: 'follow-pfn-removed',
  symbol: 'follow_pfn',
  title: 'follow_pfn() is gone',
  summary: 'The page frame number that it returned could be stale at once.',
  advice: 'Use `follow_pfnmap_start()` and `follow_pfnmap_end()`, or pin the pages.',
  since: '6.12',
  old: 'follow_pfn(vma, address, &pfn)',
  new: 'follow_pfnmap_start(&args)',
  replacement: 'follow_pfnmap_start',
  source: 'commit 233eb0bf3b94',
  explains: [
    { kind: 'undeclared-function', name: 'follow_pfn' },
    { kind: 'undeclared', name: 'follow_pfn' },
    { kind: 'undefined-symbol', name: 'follow_pfn' },
  ],
  oldForm: { callable: 'follow_pfn' },
  newForm: { callable: 'follow_pfnmap_start' },
};
