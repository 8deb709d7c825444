import type { Change } from '../change.ts';

export const dRevalidateTakesName: Change = {
  id: 'd-revalidate-takes-name',
  symbol: 'struct dentry_operations.d_revalidate',
  title: 'd_revalidate takes the directory and the name',
  summary: 'The directory and the name of a dentry may change while it is looked at, so both are arguments.',
  advice:
    'Add `struct inode *dir, const struct qstr *name` before the dentry, and use them instead of `d_parent` and `d_name`.',
  since: '6.14',
  old: 'static int foo_revalidate(struct dentry *dentry, unsigned int flags)',
  new: 'static int foo_revalidate(struct inode *dir, const struct qstr *name, struct dentry *dentry, unsigned int flags)',
  explains: [{ kind: 'incompatible-value', via: 'initialization', member: 'd_revalidate' }],
  oldForm: { struct: 'dentry_operations', member: 'd_revalidate', parameters: 2 },
  newForm: { struct: 'dentry_operations', member: 'd_revalidate', parameters: 4 },
  rewrite: [
    {
      kind: 'callback',
      struct: 'dentry_operations',
      member: 'd_revalidate',
      was: 2,
      parameters: ['struct inode *dir', 'const struct qstr *name', '$1', '$2'],
    },
  ],
};
