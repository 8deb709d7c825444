import type { Change } from '../change.ts';

export const freezeBdevRenamed: Change = {
  id: 'freeze-bdev-renamed',
  symbol: 'freeze_bdev',
  title: 'freeze_bdev() is now bdev_freeze()',
  summary: 'The names of functions for block devices begin with bdev_. thaw_bdev() is now bdev_thaw().',
  advice: 'Call `bdev_freeze(bdev)` and `bdev_thaw(bdev)`.',
  since: '6.8',
  old: 'freeze_bdev(bdev)',
  new: 'bdev_freeze(bdev)',
  replacement: 'bdev_freeze',
  explains: [
    { kind: 'undeclared-function', name: 'freeze_bdev' },
    { kind: 'undeclared', name: 'freeze_bdev' },
    { kind: 'undefined-symbol', name: 'freeze_bdev' },
    { kind: 'undeclared-function', name: 'thaw_bdev' },
    { kind: 'undeclared', name: 'thaw_bdev' },
    { kind: 'undefined-symbol', name: 'thaw_bdev' },
  ],
  oldForm: { callable: 'freeze_bdev' },
  newForm: { callable: 'bdev_freeze' },
  rewrite: [
    { kind: 'rename', from: 'freeze_bdev', to: 'bdev_freeze' },
    { kind: 'rename', from: 'thaw_bdev', to: 'bdev_thaw' },
  ],
};
