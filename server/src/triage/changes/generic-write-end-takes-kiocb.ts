import type { Change } from '../change.ts';

const kiocb = '$parameter(const struct kiocb *)';

export const genericWriteEndTakesKiocb: Change = {
  id: 'generic-write-end-takes-kiocb',
  symbol: 'generic_write_end',
  title: 'generic_write_end() and cont_write_begin() take a kiocb',
  summary:
    'They get what write_begin() and write_end() get in place of the file; block_write_end() needs neither that nor the mapping.',
  advice:
    'Pass the `const struct kiocb *` of `write_begin()` or `write_end()` on, and call `block_write_end(pos, len, copied, folio)`.',
  since: '6.17',
  old: 'generic_write_end(file, mapping, pos, len, copied, folio, fsdata)',
  new: 'generic_write_end(iocb, mapping, pos, len, copied, folio, fsdata)',
  explains: [
    ...['generic_write_end', 'cont_write_begin'].map((name) => ({
      ...{ kind: 'incompatible-argument' as const, function: name, position: 1 },
    })),
    { kind: 'argument-count', function: 'block_write_end', few: false },
    { kind: 'incompatible-argument', function: 'block_write_end' },
  ],
  oldForm: { function: 'generic_write_end', parameter: 0, type: 'struct file *' },
  newForm: { function: 'generic_write_end', parameter: 0, type: 'const struct kiocb *' },
  rewrite: [
    {
      ...{ kind: 'call', name: 'generic_write_end', arguments: 7 },
      to: `generic_write_end(${kiocb}, $2, $3, $4, $5, $6, $7)`,
    },
    {
      ...{ kind: 'call', name: 'cont_write_begin', arguments: 8 },
      to: `cont_write_begin(${kiocb}, $2, $3, $4, $5, $6, $7, $8)`,
    },
    {
      ...{ kind: 'forwarded-parameter', functions: ['generic_write_end', 'cont_write_begin'], position: 1 },
      type: 'const struct kiocb *',
    },
    {
      ...{ kind: 'call', name: 'block_write_end', arguments: 7 },
      to: 'block_write_end($3, $4, $5, $6)',
    },
  ],
};
