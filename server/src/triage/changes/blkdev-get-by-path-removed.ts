import type { Change } from '../change.ts';

export const blkdevGetByPathRemoved: Change = {
  id: 'blkdev-get-by-path-removed',
  symbol: 'blkdev_get_by_path',
  title: 'blkdev_get_by_path() is gone',
  summary:
    'A block device is now opened as a file. In between, the parameters changed (6.5), and 6.8 had a handle instead of the file.',
  advice:
    'Since 6.9, call `bdev_file_open_by_path(path, mode, holder, NULL)`, and `fput(file)` when you are done; `file_bdev(file)` is the block device. In 6.8, the function is `bdev_open_by_path()`.',
  since: '6.8',
  source: 'commit cd34758c5238',
  old: 'blkdev_get_by_path(path, FMODE_READ, holder)',
  new: 'bdev_file_open_by_path(path, BLK_OPEN_READ, holder, NULL)',
  replacement: 'bdev_file_open_by_path',
  explains: [
    { kind: 'undeclared-function', name: 'blkdev_get_by_path' },
    { kind: 'undeclared', name: 'blkdev_get_by_path' },
    { kind: 'undefined-symbol', name: 'blkdev_get_by_path' },
    { kind: 'undeclared-function', name: 'blkdev_put' },
    { kind: 'undeclared', name: 'blkdev_put' },
    { kind: 'undefined-symbol', name: 'blkdev_put' },
  ],
  oldForm: { callable: 'blkdev_get_by_path' },
  newForm: { callable: 'bdev_file_open_by_path' },
};
