import type { Change } from '../change.ts';

export const mkdirReturnsDentry: Change = {
  id: 'mkdir-returns-dentry',
  symbol: 'struct inode_operations.mkdir',
  title: 'inode_operations.mkdir returns a dentry',
  summary: 'A file system may use another dentry than the one that it is given.',
  advice: 'Return `NULL` where the given dentry is used, and `ERR_PTR(error)` on an error.',
  since: '6.15',
  old: 'static int foo_mkdir(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry, umode_t mode)',
  new: 'static struct dentry *foo_mkdir(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry, umode_t mode)',
  explains: [
    {
      kind: 'incompatible-value',
      via: 'initialization',
      member: 'mkdir',
      expected: 'struct dentry *',
      actual: 'int (*)*',
    },
    { kind: 'incompatible-value', via: 'initialization', member: 'mkdir', expected: 'struct dentry * (*)*' },
  ],
  oldForm: { struct: 'inode_operations', member: 'mkdir', returns: 'int' },
  newForm: { struct: 'inode_operations', member: 'mkdir', returns: 'struct dentry *' },
  rewrite: [
    {
      kind: 'callback',
      struct: 'inode_operations',
      member: 'mkdir',
      returns: 'struct dentry *',
      wrap: 'ERR_PTR($value)',
    },
  ],
};
