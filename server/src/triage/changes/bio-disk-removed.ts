import type { Change } from '../change.ts';

export const bioDiskRemoved: Change = {
  id: 'bio-disk-removed',
  symbol: 'struct bio.bi_disk',
  title: 'A bio has a block device instead of a disk',
  summary: '`bi_bdev` names the partition as well, so `bi_disk` and `bi_partno` went.',
  advice: 'Write `bio->bi_bdev->bd_disk`.',
  since: '5.12',
  old: 'bio->bi_disk->private_data',
  new: 'bio->bi_bdev->bd_disk->private_data',
  replacement: 'bi_bdev->bd_disk',
  explains: [{ kind: 'no-member', struct: 'bio', member: 'bi_disk' }],
  oldForm: { struct: 'bio', member: 'bi_disk' },
  newForm: { struct: 'bio', member: 'bi_bdev' },
  rewrite: [{ kind: 'read', struct: 'bio', member: 'bi_disk', to: '$accessbi_bdev->bd_disk', isPart: true }],
};
