import type { Change } from '../change.ts';

export const genericFileFsyncRenamed: Change = {
  id: 'generic-file-fsync-renamed',
  symbol: 'generic_file_fsync',
  title: 'generic_file_fsync() is now simple_fsync()',
  summary: '__generic_file_fsync() is now simple_fsync_noflush().',
  advice:
    'Write `simple_fsync`; a file system that tracks the buffers of its metadata writes them with `mmb_sync()`.',
  goneBy: '7.3',
  old: '.fsync = generic_file_fsync,',
  new: '.fsync = simple_fsync,',
  replacement: 'simple_fsync',
  explains: ['generic_file_fsync', '__generic_file_fsync'].flatMap((name) => [
    { kind: 'undeclared-function', name } as const,
    { kind: 'undeclared', name } as const,
    { kind: 'undefined-symbol', name } as const,
  ]),
  oldForm: { function: 'generic_file_fsync' },
  newForm: { function: 'simple_fsync' },
  rewrite: [
    { kind: 'rename', from: 'generic_file_fsync', to: 'simple_fsync' },
    { kind: 'rename', from: '__generic_file_fsync', to: 'simple_fsync_noflush' },
  ],
  semantics:
    'The new function writes the pages and the inode, and no buffers that belong to the inode: a file system that marked such buffers dirty has to write them itself.',
};
