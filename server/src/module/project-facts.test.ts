import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gatherProjectFacts } from './project-facts.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dkms-tools-project-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

const limits = { folders: 10, entries: 20, texts: 3, bytes: 1_000 };

test('the repository around a conf is read: names, what builds it, and Makefiles with their templates', async () => {
  write({
    '.git/HEAD': 'x',
    'packaging/dkms/dkms.conf': 'POST_INSTALL=other.sh\n',
    'packaging/hello.spec': 'install -m 755 tools/setup.sh %{buildroot}\n',
    'src/Makefile.in': 'obj-m := hello.o\n',
    'src/hello.c': 'int secret;\n',
  });
  const found = await gatherProjectFacts(join(root, 'packaging/dkms'), limits);
  expect(found?.fileNames).toContain('hello.c');
  expect(found?.words).toContain('setup.sh');
  expect(found?.words).not.toContain('other.sh');
  expect(found?.words).not.toContain('secret');
  expect(found?.makefiles.map(({ path }) => path)).toEqual(['src/Makefile.in']);
});

test('without a repository, the project begins above the folders of packaging', async () => {
  write({ 'hello/debian/hello.dkms': '', 'hello/src/Kbuild': 'obj-m := hello.o\n', 'other/Kbuild': '' });
  const found = await gatherProjectFacts(join(root, 'hello/debian'), limits);
  expect(found?.makefiles).toHaveLength(1);
});

test.each([
  ['folders', Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`f${at}/x`, '']))],
  ['files', Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`f${at}`, '']))],
  ['files that build it', { 'a.sh': '', 'b.sh': '', 'c.sh': '', 'd.sh': '' }],
  ['text in one of them', { 'a.sh': 'x'.repeat(2_000) }],
])('nothing is known of one with too many %s', async (_, files) => {
  write({ '.git/HEAD': '', ...files });
  expect(await gatherProjectFacts(root, limits)).toBeUndefined();
});
