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
      members: Object.fromEntries(
        ['atime', 'mtime', 'ctime'].map((time) => [
          `i_${time}`,
          {
            get: `inode_get_${time}($object)`,
            set: `inode_set_${time}_to_ts($object, $value)`,
            parts: {
              tv_sec: `inode_set_${time}($object, $value, inode_get_${time}_nsec($object))`,
              tv_nsec: `inode_set_${time}($object, inode_get_${time}_sec($object), $value)`,
            },
          },
        ]),
      ),
    },
  ],
};
