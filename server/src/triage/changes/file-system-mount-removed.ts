import type { Change } from '../change.ts';

export const fileSystemMountRemoved: Change = {
  id: 'file-system-mount-removed',
  symbol: 'struct file_system_type.mount',
  title: 'file_system_type.mount and super_operations.remount_fs are gone',
  summary:
    'A file system is mounted through a struct fs_context, which holds the parsed options and reports errors.',
  advice:
    'Set `.init_fs_context` and `.parameters` in the `struct file_system_type`, and write a `struct fs_context_operations` with `.get_tree` (`get_tree_bdev()` for a block device, `sget_fc()` for one of your own) and `.reconfigure`.',
  available: '5.1',
  goneBy: '7.3',
  old: '.mount = foo_mount,',
  new: '.init_fs_context = foo_init_fs_context,',
  replacement: 'init_fs_context',
  explains: [
    { kind: 'no-member', struct: 'file_system_type', member: 'mount' },
    { kind: 'no-member', struct: 'super_operations', member: 'remount_fs' },
    { kind: 'undeclared-function', name: 'sget' },
    { kind: 'undeclared', name: 'sget' },
    { kind: 'undefined-symbol', name: 'sget' },
    { kind: 'undeclared-function', name: 'mount_bdev' },
    { kind: 'undeclared', name: 'mount_bdev' },
    { kind: 'undefined-symbol', name: 'mount_bdev' },
    { kind: 'undeclared-function', name: 'mount_nodev' },
    { kind: 'undeclared', name: 'mount_nodev' },
    { kind: 'undefined-symbol', name: 'mount_nodev' },
    { kind: 'undeclared-function', name: 'mount_single' },
    { kind: 'undeclared', name: 'mount_single' },
    { kind: 'undefined-symbol', name: 'mount_single' },
  ],
  oldForm: { struct: 'file_system_type', member: 'mount' },
  newForm: {
    all: [
      { struct: 'file_system_type', member: 'init_fs_context' },
      { not: { struct: 'file_system_type', member: 'mount' } },
    ],
  },
  rewrite: [{ kind: 'mount-contexts' }],
  semantics:
    'Options are collected into one text, as the kernel did for such file systems. See that the function that mounts passes its `struct file_system_type` on as it gets it, and compares it with nothing.',
};
