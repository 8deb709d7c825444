import type { Change } from '../change.ts';

export const genhdHeaderRemoved: Change = {
  id: 'genhd-header-removed',
  symbol: 'linux/genhd.h',
  title: '<linux/genhd.h> is gone',
  summary: 'Its contents moved to `<linux/blkdev.h>`.',
  advice: 'Include `<linux/blkdev.h>`.',
  since: '5.18',
  old: '#include <linux/genhd.h>',
  new: '#include <linux/blkdev.h>',
  replacement: 'linux/blkdev.h',
  source: 'commit 322cbb50de71',
  explains: [{ kind: 'missing-header', header: 'linux/genhd.h' }],
  oldForm: { header: 'linux/genhd.h' },
  newForm: { header: 'linux/blkdev.h' },
  rewrite: [{ kind: 'include', from: 'linux/genhd.h', to: 'linux/blkdev.h' }],
};
