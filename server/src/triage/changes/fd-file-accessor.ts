import type { Change } from '../change.ts';

export const fdFileAccessor: Change = {
  id: 'fd-file-accessor',
  symbol: 'struct fd.file',
  title: 'The file of a struct fd is read by fd_file()',
  summary: 'struct fd is one word now, which holds the pointer and the flags.',
  advice: 'Write `fd_file(f)`, and `fd_empty(f)` for a test whether there is none.',
  since: '6.12',
  old: 'f.file',
  new: 'fd_file(f)',
  replacement: 'fd_file',
  explains: [{ kind: 'no-member', struct: 'fd', member: 'file' }],
  oldForm: { struct: 'fd', member: 'file' },
  newForm: { macro: 'fd_file' },
  rewrite: [{ kind: 'read', struct: 'fd', member: 'file', to: 'fd_file($written)', isPart: true }],
};
