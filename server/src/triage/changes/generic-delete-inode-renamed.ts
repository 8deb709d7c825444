import type { Change } from '../change.ts';

export const genericDeleteInodeRenamed: Change = {
  id: 'generic-delete-inode-renamed',
  symbol: 'generic_delete_inode',
  title: 'generic_delete_inode() is now inode_just_drop()',
  summary: 'Both functions that decide whether an inode stays in the cache were renamed.',
  advice:
    'Write `inode_just_drop` for `generic_delete_inode`, and `inode_generic_drop` for `generic_drop_inode`.',
  since: '6.18',
  old: 'generic_delete_inode',
  new: 'inode_just_drop',
  replacement: 'inode_just_drop',
  explains: [
    { kind: 'undeclared-function', name: 'generic_delete_inode' },
    { kind: 'undeclared', name: 'generic_delete_inode' },
    { kind: 'undefined-symbol', name: 'generic_delete_inode' },
    { kind: 'undeclared-function', name: 'generic_drop_inode' },
    { kind: 'undeclared', name: 'generic_drop_inode' },
    { kind: 'undefined-symbol', name: 'generic_drop_inode' },
  ],
  oldForm: { callable: 'generic_delete_inode' },
  newForm: { callable: 'inode_just_drop' },
  rewrite: [
    { kind: 'rename', from: 'generic_delete_inode', to: 'inode_just_drop' },
    { kind: 'rename', from: 'generic_drop_inode', to: 'inode_generic_drop' },
  ],
};
