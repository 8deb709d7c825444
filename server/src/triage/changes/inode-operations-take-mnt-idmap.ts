import type { Change } from '../change.ts';

export const inodeOperationsTakeMntIdmap: Change = {
  id: 'inode-operations-take-mnt-idmap',
  symbol: 'struct inode_operations',
  title: 'inode operations take a mnt_idmap',
  summary: 'The ID mapping of a mount has a type of its own and is no longer a user namespace.',
  advice: 'Write `struct mnt_idmap *idmap` as the first parameter.',
  since: '6.3',
  old: 'static int foo_mkdir(struct user_namespace *mnt_userns, struct inode *dir, …)',
  new: 'static int foo_mkdir(struct mnt_idmap *idmap, struct inode *dir, …)',
  replacement: 'mnt_idmap',
  source: 'commit abf08576afe3',
  explains: [
    { kind: 'incompatible-value', member: 'mkdir', actual: '*struct user_namespace *' },
    { kind: 'incompatible-value', member: 'create', actual: '*struct user_namespace *' },
    { kind: 'incompatible-value', member: 'mknod', actual: '*struct user_namespace *' },
    { kind: 'incompatible-value', member: 'symlink', actual: '*struct user_namespace *' },
    { kind: 'incompatible-value', member: 'rename', actual: '*struct user_namespace *' },
    { kind: 'incompatible-value', member: 'permission', actual: '*struct user_namespace *' },
    { kind: 'incompatible-value', member: 'setattr', actual: '*struct user_namespace *' },
    { kind: 'incompatible-value', member: 'getattr', actual: '*struct user_namespace *' },
    { kind: 'incompatible-value', member: 'tmpfile', actual: '*struct user_namespace *' },
    { kind: 'incompatible-value', member: 'set_acl', actual: '*struct user_namespace *' },
    { kind: 'incompatible-value', member: 'get_acl', actual: '*struct user_namespace *' },
    { kind: 'incompatible-value', member: 'fileattr_set', actual: '*struct user_namespace *' },
  ],
  oldForm: {
    struct: 'inode_operations',
    member: 'mkdir',
    parameter: { at: 0, type: 'struct user_namespace *' },
  },
  newForm: { struct: 'inode_operations', member: 'mkdir', parameter: { at: 0, type: 'struct mnt_idmap *' } },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'inode_operations', member: 'permission', was: 3 },
      parameters: ['struct mnt_idmap *$name1', '$2', '$3'],
    },
    {
      ...{ kind: 'callback', struct: 'inode_operations', member: 'create', was: 5 },
      parameters: ['struct mnt_idmap *$name1', '$2', '$3', '$4', '$5'],
    },
    {
      ...{ kind: 'callback', struct: 'inode_operations', member: 'symlink', was: 4 },
      parameters: ['struct mnt_idmap *$name1', '$2', '$3', '$4'],
    },
    {
      ...{ kind: 'callback', struct: 'inode_operations', member: 'mkdir', was: 4 },
      parameters: ['struct mnt_idmap *$name1', '$2', '$3', '$4'],
    },
    {
      ...{ kind: 'callback', struct: 'inode_operations', member: 'mknod', was: 5 },
      parameters: ['struct mnt_idmap *$name1', '$2', '$3', '$4', '$5'],
    },
    {
      ...{ kind: 'callback', struct: 'inode_operations', member: 'rename', was: 6 },
      parameters: ['struct mnt_idmap *$name1', '$2', '$3', '$4', '$5', '$6'],
    },
    {
      ...{ kind: 'callback', struct: 'inode_operations', member: 'setattr', was: 3 },
      parameters: ['struct mnt_idmap *$name1', '$2', '$3'],
    },
    {
      ...{ kind: 'callback', struct: 'inode_operations', member: 'getattr', was: 5 },
      parameters: ['struct mnt_idmap *$name1', '$2', '$3', '$4', '$5'],
    },
    {
      ...{ kind: 'callback', struct: 'inode_operations', member: 'tmpfile', was: 4 },
      parameters: ['struct mnt_idmap *$name1', '$2', '$3', '$4'],
    },
    {
      ...{ kind: 'callback', struct: 'inode_operations', member: 'fileattr_set', was: 3 },
      parameters: ['struct mnt_idmap *$name1', '$2', '$3'],
    },
  ],
};
