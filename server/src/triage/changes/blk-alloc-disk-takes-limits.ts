import type { Change } from '../change.ts';

export const blkAllocDiskTakesLimits: Change = {
  id: 'blk-alloc-disk-takes-limits',
  symbol: 'blk_alloc_disk',
  title: 'blk_alloc_disk() takes the limits of the queue, and returns an error pointer',
  summary:
    'The limits are given as a whole when the disk is made; NULL stands for the defaults. If it fails, it returns ERR_PTR() where it returned NULL.',
  advice:
    'Pass NULL as the first argument, or a `struct queue_limits` in place of later calls that set limits, and check the result with `IS_ERR()`.',
  since: '6.9',
  old: 'disk = blk_alloc_disk(node);',
  new: 'disk = blk_alloc_disk(NULL, node);',
  explains: [
    { kind: 'macro-arguments', macro: 'blk_alloc_disk' },
    { kind: 'argument-count', function: 'blk_alloc_disk' },
  ],
  follows: [{ kind: 'undeclared', name: 'blk_alloc_disk' }],
  oldForm: { macro: 'blk_alloc_disk', parameters: 1 },
  newForm: { macro: 'blk_alloc_disk', parameters: 2 },
  rewrite: [
    {
      kind: 'call',
      name: 'blk_alloc_disk',
      arguments: 1,
      usedValue: true,
      to: '({ struct gendisk *made = blk_alloc_disk(NULL, $1); IS_ERR(made) ? NULL : made; })',
    },
  ],
};
