import type { Change } from '../change.ts';

export const debugfsRenameRemoved: Change = {
  id: 'debugfs-rename-removed',
  symbol: 'debugfs_rename',
  title: 'debugfs_rename() is gone',
  summary: 'Files of debugfs were only ever renamed in their folder, and remain the same dentry.',
  advice:
    'Call `debugfs_change_name(dentry, "%s", name)`, which returns 0 or an error; the dentry that you have stays valid.',
  since: '6.14',
  old: 'debugfs_rename(folder, dentry, folder, name)',
  new: 'debugfs_change_name(dentry, "%s", name)',
  replacement: 'debugfs_change_name',
  explains: [
    { kind: 'undeclared-function', name: 'debugfs_rename' },
    { kind: 'undefined-symbol', name: 'debugfs_rename' },
  ],
  oldForm: { function: 'debugfs_rename' },
  newForm: { callable: 'debugfs_change_name' },
  rewrite: [{ kind: 'call', name: 'debugfs_rename', arguments: 4, to: 'debugfs_change_name($2, "%s", $4)' }],
};
