import type { Change } from '../change.ts';

const limits = [
  ['blk_queue_logical_block_size', 'logical_block_size'],
  ['blk_queue_physical_block_size', 'physical_block_size'],
  ['blk_queue_io_min', 'io_min'],
  ['blk_queue_max_hw_sectors', 'max_hw_sectors'],
  ['blk_queue_max_segments', 'max_segments'],
  ['blk_queue_max_segment_size', 'max_segment_size'],
  ['blk_queue_segment_boundary', 'seg_boundary_mask'],
  ['blk_queue_dma_alignment', 'dma_alignment'],
  ['blk_queue_max_discard_sectors', 'max_hw_discard_sectors'],
  ['blk_queue_max_write_zeroes_sectors', 'max_write_zeroes_sectors'],
] as const;

export const blkQueueLimitsRemoved: Change = {
  id: 'blk-queue-limits-removed',
  symbol: 'blk_queue_logical_block_size',
  title: 'blk_queue_logical_block_size() and its like are gone',
  summary:
    'The limits of a queue are given together where its disk is made, or changed together under their lock.',
  advice:
    'Fill a `struct queue_limits` and pass it to `blk_mq_alloc_disk()` or `blk_alloc_disk()`; for a disk that is there, change what `queue_limits_start_update()` gives and pass it to `queue_limits_commit_update()`.',
  since: '6.11',
  old: 'blk_queue_logical_block_size(disk->queue, 4096);',
  new: 'struct queue_limits limits = { .logical_block_size = 4096 };',
  replacement: 'struct queue_limits',
  explains: limits.flatMap(([name]) => [
    { kind: 'undeclared-function' as const, name },
    { kind: 'undefined-symbol' as const, name },
  ]),
  oldForm: { callable: 'blk_queue_logical_block_size' },
  newForm: {
    all: [{ callable: 'queue_limits_commit_update' }, { not: { callable: 'blk_queue_logical_block_size' } }],
  },
  rewrite: limits.map(([name, member]) => ({
    ...{ kind: 'call' as const, name, arguments: 2 },
    to: `do {
		struct queue_limits limits = queue_limits_start_update($1);

		limits.${member} = $2;
		queue_limits_commit_update($1, &limits);
	} while (0)`,
  })),
  semantics:
    'Each call checks all limits again and may refuse them without a word: give them to blk_mq_alloc_disk() or blk_alloc_disk() at once, or look at what queue_limits_commit_update() returns.',
};
