import type { Change } from '../change.ts';

export const blkAllocQueueRemoved: Change = {
  id: 'blk-alloc-queue-removed',
  symbol: 'blk_alloc_queue',
  title: 'blk_alloc_queue() is no longer available to drivers',
  summary: 'A queue is now allocated together with its disk.',
  advice: 'Call `blk_alloc_disk()`, or `blk_mq_alloc_disk()` in a multi-queue driver.',
  goneBy: '6.1',
  old: 'blk_alloc_queue(node)',
  new: 'blk_alloc_disk(NULL, node)',
  replacement: 'blk_alloc_disk',
  explains: [
    { kind: 'undeclared-function', name: 'blk_alloc_queue' },
    { kind: 'undeclared', name: 'blk_alloc_queue' },
    { kind: 'undefined-symbol', name: 'blk_alloc_queue' },
  ],
  oldForm: { callable: 'blk_alloc_queue' },
  newForm: { callable: 'blk_alloc_disk' },
};
