import type { Change } from '../change.ts';

/** How many arguments each had before. */
const functions = {
  inode_owner_or_capable: 1,
  vfs_create: 4,
  vfs_mkdir: 3,
  vfs_mknod: 4,
  vfs_symlink: 3,
  vfs_rmdir: 2,
  vfs_unlink: 3,
  notify_change: 3,
  inode_permission: 2,
  generic_permission: 2,
  generic_fillattr: 2,
  simple_setattr: 2,
  setattr_prepare: 2,
  setattr_copy: 2,
  inode_init_owner: 3,
  posix_acl_chmod: 2,
  vfs_getxattr: 4,
  vfs_setxattr: 5,
  vfs_removexattr: 2,
};

export const functionsTakeUserNamespace: Change = {
  id: 'functions-take-user-namespace',
  symbol: 'setattr_prepare',
  title: 'Functions of file systems take a user namespace',
  summary:
    'A mount may map the owners of files. What is not mapped has init_user_ns; from 6.3 on it is a mnt_idmap.',
  advice: 'Pass `&init_user_ns` first, or the namespace that the operation of the inode got.',
  since: '5.12',
  old: 'setattr_prepare(dentry, attr)',
  new: 'setattr_prepare(&init_user_ns, dentry, attr)',
  replacement: 'init_user_ns',
  explains: Object.keys(functions).map((name) => ({
    kind: 'argument-count' as const,
    function: name,
    few: true,
  })),
  follows: Object.keys(functions).map((name) => ({ kind: 'incompatible-argument' as const, function: name })),
  oldForm: { function: 'setattr_prepare', parameters: 2 },
  newForm: { function: 'setattr_prepare', parameter: 0, type: 'struct user_namespace *' },
  rewrite: Object.entries(functions).map(([name, count]) => ({
    ...{ kind: 'call' as const, name, arguments: count },
    to: `${name}(&init_user_ns${Array.from({ length: count }, (_, at) => `, $${at + 1}`).join('')})`,
  })),
  semantics:
    'Where the inode operation gets a namespace itself, pass that on instead of &init_user_ns if the file system allows mapped mounts.',
};
