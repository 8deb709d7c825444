import type { Change } from '../change.ts';

export const genericFileSpliceReadRemoved: Change = {
  id: 'generic-file-splice-read-removed',
  symbol: 'generic_file_splice_read',
  title: 'generic_file_splice_read() is gone',
  summary: 'A file that has a page cache is read by filemap_splice_read(), any other by copy_splice_read().',
  advice: 'Set `.splice_read = filemap_splice_read` in a file system, and `copy_splice_read` in a device.',
  since: '6.5',
  old: '.splice_read = generic_file_splice_read,',
  new: '.splice_read = filemap_splice_read,',
  replacement: 'filemap_splice_read',
  explains: [
    { kind: 'undeclared', name: 'generic_file_splice_read' },
    { kind: 'undefined-symbol', name: 'generic_file_splice_read' },
  ],
  oldForm: { callable: 'generic_file_splice_read' },
  newForm: { callable: 'filemap_splice_read' },
  rewrite: [{ kind: 'rename', from: 'generic_file_splice_read', to: 'filemap_splice_read' }],
  semantics:
    'filemap_splice_read() reads through the page cache and ignores your read_iter(). For a device, or a file without a page cache, write copy_splice_read().',
};
