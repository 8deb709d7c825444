import type { Change } from '../change.ts';

export const blockOpenTakesDisk: Change = {
  id: 'block-open-takes-disk',
  symbol: 'struct block_device_operations.open',
  title: 'block_device_operations.open takes a gendisk',
  summary: '`open` now takes the disk and a mode of type blk_mode_t, and `release` no longer takes a mode.',
  advice: 'Write `int open(struct gendisk *disk, blk_mode_t mode)` and `void release(struct gendisk *disk)`.',
  since: '6.5',
  old: 'static int foo_open(struct block_device *bdev, fmode_t mode)',
  new: 'static int foo_open(struct gendisk *disk, blk_mode_t mode)',
  source: 'commit d32e2bf83791, commit ae220766d87c, commit 05bdb9965305',
  explains: [
    { kind: 'incompatible-value', member: 'open', expected: 'int (*)(struct gendisk *, blk_mode_t)' },
    { kind: 'incompatible-value', member: 'release', expected: 'void (*)(struct gendisk *)' },
  ],
  oldForm: {
    struct: 'block_device_operations',
    member: 'open',
    parameter: { at: 0, type: 'struct block_device *' },
  },
  newForm: {
    struct: 'block_device_operations',
    member: 'open',
    parameter: { at: 0, type: 'struct gendisk *' },
  },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'block_device_operations', member: 'open', was: 2 },
      parameters: ['struct gendisk *disk', 'blk_mode_t $name2'],
      prologue: 'struct block_device *$name1 = disk->part0;',
    },
    {
      ...{ kind: 'callback', struct: 'block_device_operations', member: 'release', was: 2 },
      parameters: ['$1'],
    },
  ],
  semantics:
    'The mode has BLK_OPEN_READ, BLK_OPEN_WRITE and the like: FMODE_NDELAY and FMODE_EXCL have other values.',
};
