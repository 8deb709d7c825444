import type { Change } from '../change.ts';

export const fmodeUnsignedOffsetRemoved: Change = {
  id: 'fmode-unsigned-offset-removed',
  symbol: 'FMODE_UNSIGNED_OFFSET',
  title: 'FMODE_UNSIGNED_OFFSET is now FOP_UNSIGNED_OFFSET of the operations',
  summary: 'That the offsets of a file are unsigned is a property of its operations, not of an open file.',
  advice:
    'Set `.fop_flags = FOP_UNSIGNED_OFFSET` in the `struct file_operations`, and remove the assignment to `f_mode`.',
  since: '6.12',
  old: 'file->f_mode |= FMODE_UNSIGNED_OFFSET;',
  new: '.fop_flags = FOP_UNSIGNED_OFFSET,',
  replacement: 'FOP_UNSIGNED_OFFSET',
  explains: [{ kind: 'undeclared', name: 'FMODE_UNSIGNED_OFFSET' }],
  oldForm: { constant: 'FMODE_UNSIGNED_OFFSET' },
  newForm: { constant: 'FOP_UNSIGNED_OFFSET' },
};
