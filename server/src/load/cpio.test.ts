import { expect, test } from 'vitest';
import { cpioArchive } from './cpio.ts';

test('an archive has a header, a name and the data of each entry, each padded, and an end', () => {
  const archive = cpioArchive([
    { path: 'bin', mode: 0o040755 },
    { path: 'bin/a', mode: 0o100644, data: Buffer.from('hello') },
    { path: 'null', mode: 0o020600, device: [1, 3] },
  ]).toString('latin1');
  expect(archive.length % 4).toBe(0);
  const headers = [...archive.matchAll(/070701([0-9a-f]{104})([^\0]+)\0/g)].map(([, numbers = '', name]) => {
    const fields = (numbers.match(/.{8}/g) ?? []).map((field) => Number.parseInt(field, 16));
    return [name, fields[1]?.toString(8), fields[6], fields.slice(9, 11), fields[11]];
  });
  expect(headers).toEqual([
    ['bin', '40755', 0, [0, 0], 4],
    ['bin/a', '100644', 5, [0, 0], 6],
    ['null', '20600', 0, [1, 3], 5],
    ['TRAILER!!!', '0', 0, [0, 0], 11],
  ]);
  // 110 bytes of header and 6 of the name, then the data.
  const at = archive.indexOf('bin/a') - 110;
  expect(archive.slice(at + 116, at + 124)).toBe('hello\0\0\0');
});
