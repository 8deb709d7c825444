import type { Change } from '../change.ts';

export const checkDiskChangeRemoved: Change = {
  id: 'check-disk-change-removed',
  symbol: 'check_disk_change',
  title: 'check_disk_change() is gone',
  summary: 'It asked for a change of the medium and called a callback of the driver that is gone as well.',
  advice:
    'Call `bdev_check_media_change(bdev)`, and do what the callback `revalidate_disk()` did where it returns true.',
  since: '5.10',
  old: 'check_disk_change(bdev)',
  new: 'if (bdev_check_media_change(bdev))',
  replacement: 'bdev_check_media_change',
  explains: [
    { kind: 'undeclared-function', name: 'check_disk_change' },
    { kind: 'undefined-symbol', name: 'check_disk_change' },
  ],
  oldForm: { callable: 'check_disk_change' },
  newForm: { not: { callable: 'check_disk_change' } },
};
