import type { Change } from '../change.ts';

export const blkMqAllocDiskTakesLimits: Change = {
  id: 'blk-mq-alloc-disk-takes-limits',
  symbol: 'blk_mq_alloc_disk',
  title: 'blk_mq_alloc_disk() takes the limits of the queue',
  summary: 'The limits are given as a whole when the disk is made; NULL stands for the defaults.',
  advice:
    'Pass NULL as the second argument, or a `struct queue_limits` in place of later calls that set limits.',
  since: '6.9',
  old: 'blk_mq_alloc_disk(set, queuedata)',
  new: 'blk_mq_alloc_disk(set, NULL, queuedata)',
  explains: [
    { kind: 'macro-arguments', macro: 'blk_mq_alloc_disk' },
    { kind: 'argument-count', function: 'blk_mq_alloc_disk' },
  ],
  follows: [{ kind: 'undeclared', name: 'blk_mq_alloc_disk' }],
  oldForm: { macro: 'blk_mq_alloc_disk', parameters: 2 },
  newForm: { macro: 'blk_mq_alloc_disk', parameters: 3 },
  rewrite: [{ kind: 'call', name: 'blk_mq_alloc_disk', arguments: 2, to: 'blk_mq_alloc_disk($1, NULL, $2)' }],
};
