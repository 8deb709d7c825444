import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findSourceFolder } from './source-folder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dkms-tools-source-folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test.each([
  ['its own', ['dkms.conf', 'Makefile'], '', ''],
  ['the one above that of packaging', ['Makefile', 'dkms/dkms.conf'], 'dkms', ''],
  ['the one above debian/', ['Kbuild', 'debian/dkms.conf', 'debian/rules'], 'debian', ''],
  ['the one above two of packaging', ['Makefile', 'packaging/dkms/dkms.conf'], 'packaging/dkms', ''],
  ['the nearest', ['Makefile', 'pkg/Makefile', 'pkg/dkms/dkms.conf'], 'pkg/dkms', 'pkg'],
  ['its own, where that has source', ['Makefile', 'dkms/dkms.conf', 'dkms/Makefile'], 'dkms', 'dkms'],
  ['its own, where the one above has none', ['README', 'dkms/dkms.conf'], 'dkms', 'dkms'],
  ['its own, whatever is above', ['Makefile', 'driver/dkms.conf'], 'driver', 'driver'],
])('%s', async (_, files, folder, expected) => {
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  expect(await findSourceFolder(join(root, folder))).toBe(join(root, expected));
});

test('a missing folder is returned as it is', async () => {
  expect(await findSourceFolder(join(root, 'gone', 'dkms'))).toBe(join(root, 'gone', 'dkms'));
});
