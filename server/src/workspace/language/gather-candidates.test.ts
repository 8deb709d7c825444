import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { gatherCandidates } from './gather-candidates.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function makeFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-surroundings-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

test('finds patches, programs, and the modules of Makefiles', async () => {
  const folder = makeFolder({
    'patches/b.patch': '',
    'patches/a.patch': '',
    'configure.sh': '',
    README: '',
    Makefile:
      'obj-m += one.o two.o \\\n  three.o # four.o\none-objs := main.o\nobj-$(CONFIG_X) := five.o $(Y).o\n',
    'src/Kbuild': 'obj-m := six.o\n',
    'src/Makefile': 'obj-m := seven.o\n',
    'linked/x.c': '',
  });
  chmodSync(path.join(folder, 'configure.sh'), 0o755);
  expect(await gatherCandidates(folder)).toEqual({
    patches: ['a.patch', 'b.patch'],
    scripts: ['configure.sh'],
    modules: [
      { name: 'one', folder: '' },
      { name: 'two', folder: '' },
      { name: 'three', folder: '' },
      { name: 'five', folder: '' },
      { name: 'six', folder: 'src' },
    ],
  });
});

test('a missing folder has no candidates', async () => {
  expect(await gatherCandidates('/nowhere/at/all')).toEqual({ patches: [], scripts: [], modules: [] });
});
