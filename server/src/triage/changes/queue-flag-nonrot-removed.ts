import type { Change } from '../change.ts';

export const queueFlagNonrotRemoved: Change = {
  id: 'queue-flag-nonrot-removed',
  symbol: 'QUEUE_FLAG_NONROT',
  title: 'QUEUE_FLAG_NONROT and QUEUE_FLAG_ADD_RANDOM are gone',
  summary:
    'A disk does not rotate, and gives no entropy, unless its limits have BLK_FEAT_ROTATIONAL or BLK_FEAT_ADD_RANDOM.',
  advice: 'Drop the calls that set QUEUE_FLAG_NONROT or clear QUEUE_FLAG_ADD_RANDOM.',
  since: '6.11',
  old: 'blk_queue_flag_set(QUEUE_FLAG_NONROT, queue);',
  new: '(nothing)',
  explains: [
    { kind: 'undeclared', name: 'QUEUE_FLAG_NONROT' },
    { kind: 'undeclared', name: 'QUEUE_FLAG_ADD_RANDOM' },
  ],
  oldForm: { constant: 'QUEUE_FLAG_NONROT' },
  newForm: {
    any: [
      { constant: 'BLK_FEAT_ROTATIONAL' },
      { in: 'linux/blkdev.h', matches: /define BLK_FEAT_ROTATIONAL\b/ },
    ],
  },
  rewrite: [
    {
      ...{
        kind: 'call',
        name: 'blk_queue_flag_set',
        arguments: 2,
        where: { position: 1, is: ['QUEUE_FLAG_NONROT'] },
      },
      to: 'do { } while (0)',
    },
    {
      ...{
        kind: 'call',
        name: 'blk_queue_flag_clear',
        arguments: 2,
        where: { position: 1, is: ['QUEUE_FLAG_ADD_RANDOM'] },
      },
      to: 'do { } while (0)',
    },
  ],
};
