import type { Change } from '../change.ts';

export const genericCopyFileRangeRemoved: Change = {
  id: 'generic-copy-file-range-removed',
  symbol: 'generic_copy_file_range',
  title: 'generic_copy_file_range() is now splice_copy_file_range()',
  summary:
    'It lost its flags, of which there are none, and a file system that has no better way needs no copy_file_range.',
  advice:
    'Leave `copy_file_range` out where it was this function; elsewhere, call `splice_copy_file_range(in, pos_in, out, pos_out, length)`.',
  since: '6.8',
  old: 'generic_copy_file_range(in, pos_in, out, pos_out, length, flags)',
  new: 'splice_copy_file_range(in, pos_in, out, pos_out, length)',
  replacement: 'splice_copy_file_range',
  explains: [
    { kind: 'undeclared-function', name: 'generic_copy_file_range' },
    { kind: 'undeclared', name: 'generic_copy_file_range' },
  ],
  oldForm: { function: 'generic_copy_file_range' },
  newForm: { function: 'splice_copy_file_range' },
  rewrite: [
    {
      ...{ kind: 'initializer', struct: 'file_operations', member: 'copy_file_range' },
      value: 'generic_copy_file_range',
    },
    {
      ...{ kind: 'call', name: 'generic_copy_file_range', arguments: 6 },
      to: 'splice_copy_file_range($1, $2, $3, $4, $5)',
    },
    { kind: 'add-include', header: 'linux/splice.h' },
  ],
};
