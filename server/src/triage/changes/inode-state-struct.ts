import type { Change } from '../change.ts';

export const inodeStateStruct: Change = {
  id: 'inode-state-struct',
  symbol: 'struct inode.i_state',
  title: 'inode->i_state has accessors',
  summary: 'The state of an inode is now read and written through functions that check its lock.',
  advice:
    'Write `inode_state_read_once(inode) & I_NEW`, and call `inode_state_set()` and `inode_state_clear()` with `i_lock` held; `inode_state_set_raw()` and `inode_state_clear_raw()` do not ask for the lock.',
  since: '6.19',
  old: 'inode->i_state & I_NEW',
  new: 'inode_state_read_once(inode) & I_NEW',
  replacement: 'inode_state_read_once',
  explains: [{ kind: 'invalid-operand', type: 'struct inode_state_flags' }],
  oldForm: { not: { callable: 'inode_state_read_once' } },
  newForm: { callable: 'inode_state_read_once' },
  rewrite: [
    { kind: 'read', struct: 'inode', member: 'i_state', to: 'inode_state_read_once($object)' },
    {
      kind: 'assignment',
      struct: 'inode',
      member: 'i_state',
      operator: '|=',
      to: 'inode_state_set_raw($object, $value)',
    },
    {
      kind: 'assignment',
      struct: 'inode',
      member: 'i_state',
      operator: '&=',
      to: 'inode_state_clear_raw($object, $complement)',
    },
    {
      kind: 'assignment',
      struct: 'inode',
      member: 'i_state',
      operator: '=',
      to: 'inode_state_assign_raw($object, $value)',
    },
  ],
};
