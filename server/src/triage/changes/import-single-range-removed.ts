import type { Change } from '../change.ts';

export const importSingleRangeRemoved: Change = {
  id: 'import-single-range-removed',
  symbol: 'import_single_range',
  title: 'import_single_range() is now import_ubuf()',
  summary: 'A single buffer of the user needs no iovec.',
  advice: 'Call `import_ubuf(direction, buffer, size, &iter)`.',
  since: '6.8',
  old: 'import_single_range(ITER_DEST, buffer, size, &iov, &iter)',
  new: 'import_ubuf(ITER_DEST, buffer, size, &iter)',
  replacement: 'import_ubuf',
  explains: [
    { kind: 'undeclared-function', name: 'import_single_range' },
    { kind: 'undeclared', name: 'import_single_range' },
    { kind: 'undefined-symbol', name: 'import_single_range' },
  ],
  oldForm: { callable: 'import_single_range' },
  newForm: { all: [{ callable: 'import_ubuf' }, { not: { callable: 'import_single_range' } }] },
  rewrite: [{ kind: 'call', name: 'import_single_range', arguments: 5, to: 'import_ubuf($1, $2, $3, $5)' }],
};
