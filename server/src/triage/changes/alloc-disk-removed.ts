import type { Change } from '../change.ts';

export const allocDiskRemoved: Change = {
  id: 'alloc-disk-removed',
  symbol: 'alloc_disk',
  title: 'alloc_disk() is gone',
  summary: 'A disk is now allocated together with its queue.',
  advice: 'Call `blk_alloc_disk()`, or `blk_mq_alloc_disk()` in a multi-queue driver.',
  goneBy: '6.1',
  old: 'alloc_disk(minors)',
  new: 'blk_alloc_disk(NULL, NUMA_NO_NODE)',
  replacement: 'blk_alloc_disk',
  explains: [
    { kind: 'undeclared-function', name: 'alloc_disk' },
    { kind: 'undeclared', name: 'alloc_disk' },
    { kind: 'undefined-symbol', name: 'alloc_disk' },
    { kind: 'undeclared-function', name: 'alloc_disk_node' },
    { kind: 'undeclared', name: 'alloc_disk_node' },
    { kind: 'undefined-symbol', name: 'alloc_disk_node' },
  ],
  oldForm: { callable: 'alloc_disk' },
  newForm: { callable: 'blk_alloc_disk' },
};
