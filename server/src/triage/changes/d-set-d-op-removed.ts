import type { Change } from '../change.ts';

export const dSetDOpRemoved: Change = {
  id: 'd-set-d-op-removed',
  symbol: 'd_set_d_op',
  title: 'd_set_d_op() is gone',
  summary: 'The operations of an entry are set before others can see it.',
  advice:
    'Call `set_default_d_op(sb, &operations)` where the superblock is filled, or `d_splice_alias_ops(inode, dentry, &operations)` for a single entry.',
  since: '6.17',
  old: 'd_set_d_op(dentry, &foo_operations)',
  new: 'd_splice_alias_ops(inode, dentry, &foo_operations)',
  replacement: 'set_default_d_op',
  explains: [
    { kind: 'undeclared-function', name: 'd_set_d_op' },
    { kind: 'undefined-symbol', name: 'd_set_d_op' },
  ],
  oldForm: { callable: 'd_set_d_op' },
  newForm: { callable: 'd_splice_alias_ops' },
};
