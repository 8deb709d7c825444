import type { Change } from '../change.ts';

export const updateTimeTakesType: Change = {
  id: 'update-time-takes-type',
  symbol: 'struct inode_operations.update_time',
  title: 'update_time() takes which times to update',
  summary:
    'The enum fs_update_time says whether it is the time of access, or those of change and modification. The flags say no more than how.',
  advice:
    'Take `enum fs_update_time type, unsigned int flags`, and pass both on: `generic_update_time(inode, type, flags)`.',
  goneBy: '7.3',
  old: 'static int foo_update_time(struct inode *inode, int flags)',
  new: 'static int foo_update_time(struct inode *inode, enum fs_update_time type, unsigned int flags)',
  explains: [
    { kind: 'incompatible-value', member: 'update_time', expected: '*enum fs_update_time,*' },
    { kind: 'argument-count', function: 'generic_update_time' },
    { kind: 'conflicting-types', name: 'generic_update_time' },
  ],
  oldForm: { struct: 'inode_operations', member: 'update_time', parameters: 2 },
  newForm: { type: 'enum fs_update_time' },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'inode_operations', member: 'update_time', was: 2 },
      parameters: ['$1', 'enum fs_update_time type', 'unsigned int $name2'],
    },
    { kind: 'call', name: 'generic_update_time', arguments: 2, to: 'generic_update_time($1, type, $2)' },
  ],
  semantics:
    'The flags no longer have S_ATIME, S_MTIME or S_VERSION: where your function looks at them, look at the new parameter, FS_UPD_ATIME or FS_UPD_CMTIME.',
};
