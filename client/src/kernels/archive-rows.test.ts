import { expect, test } from 'vitest';
import { archiveRows } from './archive-rows.ts';

test('ordinary kernels come first, and those on this machine are left out', () => {
  const kernel = (release: string, flavour: string, fetched = false) => {
    return { release, flavour, fetched, suite: 'debian-13', size: '16 MB' };
  };
  const rows = archiveRows([
    kernel('7.3.4-rt-amd64', 'rt-amd64'),
    kernel('7.3.4-amd64', 'amd64', true),
    kernel('6.12.9-amd64', 'amd64'),
    kernel('6.8.0-45-generic', 'generic'),
    kernel('6.8.0-45-generic-64k', 'generic-64k'),
  ]);
  expect(rows.map(({ label, description }) => [label, description].filter(Boolean).join(': '))).toEqual([
    'Kernels',
    '6.12.9-amd64: debian-13 · 16 MB',
    '6.8.0-45-generic: debian-13 · 16 MB',
    'Real-time, cloud and other flavours',
    '7.3.4-rt-amd64: debian-13 · 16 MB',
    '6.8.0-45-generic-64k: debian-13 · 16 MB',
  ]);
  expect(rows.map(({ release }) => release === undefined)).toEqual([true, false, false, true, false, false]);
  expect(archiveRows([])).toEqual([]);
});
