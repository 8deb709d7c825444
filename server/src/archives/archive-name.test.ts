import { expect, test } from 'vitest';
import { aptSuites } from './apt/apt-suites.ts';
import { longtermLines, parseArchiveName, spellingsOf } from './archive-name.ts';

test.each([
  ['debian-12', 'debian-12'],
  [' Bookworm ', 'debian-12'],
  ['debian-bookworm', 'debian-12'],
  ['trixie-backports', 'debian-13-backports'],
  ['ubuntu-24.04', 'ubuntu-24.04'],
  ['noble', 'ubuntu-24.04'],
  ['fedora-43', 'fedora-43'],
  ['Fedora-Rawhide', 'fedora-rawhide'],
  ['opensuse-leap-15.6', 'opensuse-leap-15.6'],
  ['opensuse-tumbleweed', 'opensuse-tumbleweed'],
  ['almalinux-9', 'almalinux-9'],
  ['archlinux', 'arch'],
  ['longterm', 'longterm'],
  ['LongTerm', 'longterm'],
])('%j is a name of archives', (text, id) => {
  expect(parseArchiveName(text)?.id).toBe(id);
});

test.each([
  '6.12',
  '6.12.*',
  '>=6.1',
  '6.1.0-47-amd64',
  'debian',
  'fedora',
  'fedora-',
  'opensuse-15.6',
  'longterm-6',
  '',
])('%j is none', (text) => {
  expect(parseArchiveName(text)).toBeUndefined();
});

test('a kernel answers to each spelling of a name', () => {
  for (const id of [...aptSuites.map((suite) => suite.id), 'fedora-43', 'opensuse-tumbleweed', 'arch']) {
    for (const text of spellingsOf(id)) expect(parseArchiveName(text)?.id).toBe(id);
  }
  expect(spellingsOf('longterm')).toEqual(['longterm']);
});

test('longterm lines are in order', () => {
  const inOrder = longtermLines.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  expect(longtermLines).toEqual(inOrder);
});
