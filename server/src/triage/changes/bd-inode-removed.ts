import type { Change } from '../change.ts';

export const bdInodeRemoved: Change = {
  id: 'bd-inode-removed',
  symbol: 'struct block_device.bd_inode',
  title: 'A block_device has no bd_inode',
  summary: 'Its pages are reached by `bd_mapping`, whose host is the inode.',
  advice:
    'For the size, call `bdev_nr_bytes(bdev)`, which every kernel since 5.16 has; for the inode itself, write `bdev->bd_mapping->host`.',
  since: '6.10',
  old: 'i_size_read(bdev->bd_inode)',
  new: 'i_size_read(bdev->bd_mapping->host)',
  replacement: 'bd_mapping->host',
  explains: [{ kind: 'no-member', struct: 'block_device', member: 'bd_inode' }],
  oldForm: { struct: 'block_device', member: 'bd_inode' },
  newForm: { struct: 'block_device', member: 'bd_mapping' },
  rewrite: [
    { kind: 'read', struct: 'block_device', member: 'bd_inode', to: '$accessbd_mapping->host', isPart: true },
  ],
};
