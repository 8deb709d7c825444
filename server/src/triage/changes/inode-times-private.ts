import type { Change } from '../change.ts';

export const inodeTimesPrivate: Change = {
  id: 'inode-times-private',
  symbol: 'struct inode.i_mtime',
  title: 'times of an inode have accessors',
  summary: 'The members that hold the times are private (i_ctime since 6.6, the others since 6.7).',
  advice:
    'Call `inode_set_mtime_to_ts(inode, time)` and `inode_get_mtime(inode)`, and likewise for ctime and atime.',
  since: '6.7',
  old: 'inode->i_mtime = time;',
  new: 'inode_set_mtime_to_ts(inode, time);',
  replacement: 'inode_set_mtime_to_ts',
  explains: [
    { kind: 'no-member', struct: 'inode', member: 'i_ctime' },
    { kind: 'no-member', struct: 'inode', member: 'i_mtime' },
    { kind: 'no-member', struct: 'inode', member: 'i_atime' },
  ],
  oldForm: { struct: 'inode', member: 'i_mtime' },
  newForm: { callable: 'inode_set_mtime_to_ts' },
  rewrite: [
    {
      ...{ kind: 'accessors', struct: 'inode' },
      members: {
        i_atime: { get: 'inode_get_atime($object)', set: 'inode_set_atime_to_ts($object, $value)' },
        i_mtime: { get: 'inode_get_mtime($object)', set: 'inode_set_mtime_to_ts($object, $value)' },
        i_ctime: { get: 'inode_get_ctime($object)', set: 'inode_set_ctime_to_ts($object, $value)' },
      },
    },
  ],
};
