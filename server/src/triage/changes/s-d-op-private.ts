import type { Change } from '../change.ts';

export const sDOpPrivate: Change = {
  id: 's-d-op-private',
  symbol: 'struct super_block.s_d_op',
  title: 'super_block.s_d_op is set by set_default_d_op()',
  summary: 'The function works out the flags of dentries once, where d_alloc() did so for each.',
  advice: 'Call `set_default_d_op(sb, &operations)`.',
  since: '6.17',
  old: 'sb->s_d_op = &foo_dentry_operations;',
  new: 'set_default_d_op(sb, &foo_dentry_operations);',
  replacement: 'set_default_d_op',
  explains: [{ kind: 'no-member', struct: 'super_block', member: 's_d_op' }],
  oldForm: { struct: 'super_block', member: 's_d_op' },
  newForm: { callable: 'set_default_d_op' },
  rewrite: [{ kind: 'assignment', member: 's_d_op', operator: '=', to: 'set_default_d_op($object, $value)' }],
};
