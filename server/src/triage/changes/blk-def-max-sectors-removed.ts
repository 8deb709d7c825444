import type { Change } from '../change.ts';

export const blkDefMaxSectorsRemoved: Change = {
  id: 'blk-def-max-sectors-removed',
  symbol: 'BLK_DEF_MAX_SECTORS',
  title: 'BLK_DEF_MAX_SECTORS is gone',
  summary: 'It is not for drivers: it only limits what the kernel itself chooses for a queue.',
  advice: 'Write what the hardware can take; the constant was 2560, which is 1280 KiB.',
  since: '6.9',
  old: 'blk_queue_max_hw_sectors(queue, BLK_DEF_MAX_SECTORS)',
  new: '.max_hw_sectors = 2560',
  explains: [{ kind: 'undeclared', name: 'BLK_DEF_MAX_SECTORS' }],
  oldForm: { any: [{ constant: 'BLK_DEF_MAX_SECTORS' }, { macro: 'BLK_DEF_MAX_SECTORS' }] },
  newForm: {
    all: [
      { header: 'linux/blkdev.h' },
      { not: { any: [{ constant: 'BLK_DEF_MAX_SECTORS' }, { macro: 'BLK_DEF_MAX_SECTORS' }] } },
    ],
  },
  rewrite: [{ kind: 'rename', from: 'BLK_DEF_MAX_SECTORS', to: '2560' }],
};
