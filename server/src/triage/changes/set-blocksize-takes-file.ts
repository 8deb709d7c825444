import type { Change } from '../change.ts';

export const setBlocksizeTakesFile: Change = {
  id: 'set-blocksize-takes-file',
  symbol: 'set_blocksize',
  title: 'set_blocksize() takes a file',
  summary:
    'It takes the file by which the block device was opened, so that nobody changes the device of another user.',
  advice:
    'Pass the file that `bdev_file_open_by_path()` returned; that of a mounted file system is `sb->s_bdev_file`.',
  since: '6.11',
  old: 'set_blocksize(sb->s_bdev, size)',
  new: 'set_blocksize(sb->s_bdev_file, size)',
  replacement: 's_bdev_file',
  explains: [{ kind: 'incompatible-argument', function: 'set_blocksize', position: 1 }],
  oldForm: { function: 'set_blocksize', parameter: 0, type: 'struct block_device *' },
  newForm: { function: 'set_blocksize', parameter: 0, type: 'struct file *' },
  rewrite: [
    {
      ...{ kind: 'call-on-member', name: 'set_blocksize', position: 1, member: 's_bdev' },
      to: 'set_blocksize($object->s_bdev_file, $2)',
    },
  ],
};
