import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findEntry } from '../conf/rules/source-facts.ts';
import { gatherSourceFacts, gatherTemplateFacts, readSourcesAgain } from './gather-source-facts.ts';

const limits = { depth: 4, folders: 150, entries: 2_000, makefiles: 100, sources: 30, bytes: 400_000 };

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'source facts ü-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text, { mode: 0o644 });
  }
}

test('after C files were written, the facts are the same as after a full look, and no folder is listed', async () => {
  await write({
    Makefile: 'obj-m := a.o b.o\n',
    'a.c': 'MODULE_VERSION("1");\n',
    'b.c': 'MODULE_VERSION("1");\n',
    'sub/c.c': 'MODULE_VERSION("7");\n',
    'tool.sh': '',
  });
  const facts = await gatherSourceFacts(root);
  const again = (...names: string[]) =>
    readSourcesAgain(
      root,
      facts,
      names.map((name) => join(root, name)),
    );
  await write({ 'sub/c.c': 'MODULE_VERSION("8");\n', 'b.c': 'int b;\nMODULE_VERSION("1");\n' });
  expect(await again('sub/c.c', 'b.c')).toBe(facts);
  await write({ 'a.c': 'MODULE_VERSION("2");\nMODULE_VERSION("3");\n' });
  // This file is not among the changed ones, so only listing the folder would find it.
  await write({ 'new.c': '' });
  const after = await again('a.c');
  expect(after?.folders.get('')?.has('new.c')).toBe(false);
  await rm(join(root, 'new.c'));
  expect(after).toEqual(await gatherSourceFacts(root));
  for (const other of ['Makefile', 'tool.sh', 'new.c', '../x.c'])
    expect(await again('a.c', other)).toBeUndefined();
});

test('existing files, missing files, and files nobody has looked at', async () => {
  await write({
    'dkms.conf': '',
    'patches/a.patch': '',
    'x.sh': '',
    '.git/config': '',
    'a/b/c/d/e/deep': '',
  });
  await chmod(join(root, 'x.sh'), 0o755);
  await symlink('nowhere', join(root, 'dangling'));
  await symlink('..', join(root, 'up'));
  const facts = await gatherSourceFacts(root);
  const answers = ['dkms.conf', 'x.sh', 'patches', 'patches/a.patch', 'patches/b', 'b/c', 'dangling', 'up'];
  expect(answers.map((path) => findEntry(facts, path))).toEqual([
    { kind: 'file', executable: false },
    { kind: 'file', executable: true },
    { kind: 'folder' },
    { kind: 'file', executable: false },
    'absent',
    'absent',
    { kind: 'other', link: 'nowhere' },
    { kind: 'folder', link: '..' },
  ]);
  for (const path of ['up/x', '.git/config', '../x', 'a/b/c/d/e/deep'])
    expect(findEntry(facts, path), path).toBeUndefined();
});

test('links out of the source, and whether the project copies what they lead to', async () => {
  await write({ Makefile: 'obj-m += hello.o\n', 'src/b.c': '' });
  await symlink('../../common/hello.c', join(root, 'hello.c'));
  await symlink('../src/b.c', join(root, 'src/c.c'));
  expect((await gatherSourceFacts(root)).followsLinks).toBe(false);
  await write({ 'install.sh': '#!/bin/sh\ncp -rL . /usr/src/hello-1.0\n' });
  expect((await gatherSourceFacts(root)).followsLinks).toBe(true);
  await rm(join(root, 'hello.c'));
  expect((await gatherSourceFacts(root)).followsLinks).toBeUndefined();
});

test('Makefiles, and the versions of the sources beside them', async () => {
  await write({
    Makefile: 'obj-m += src/\n',
    'src/Kbuild': 'obj-m += a.o\n',
    'src/a.c': 'MODULE_LICENSE("GPL");\nMODULE_VERSION("1.2");\n',
    'src/b.c': 'MODULE_VERSION(VERSION);\n',
    'doc/example.c': 'MODULE_VERSION("0");\n',
  });
  const { makefiles, moduleVersions } = await gatherSourceFacts(root);
  expect(makefiles.map(({ path }) => path)).toEqual(['Makefile', 'src/Kbuild']);
  expect(moduleVersions).toEqual([{ path: 'src/a.c', version: '1.2' }]);
});

test('stays within its limits', async () => {
  await write({
    Makefile: `${'# x\n'.repeat(100)}`,
    'a/Makefile': '',
    'b/Makefile': '',
    'b/1': '',
    'b/2': '',
  });
  const of = async (changed: Partial<typeof limits>) => {
    const { folders, makefiles } = await gatherSourceFacts(root, { ...limits, ...changed });
    return `${[...folders.keys()].join(',')} ${makefiles.map(({ path }) => path).join(',')}`;
  };
  expect(await of({})).toBe(',a,b Makefile,a/Makefile,b/Makefile');
  expect(await of({ depth: 0 })).toBe(' Makefile');
  expect(await of({ folders: 2 })).toBe(',a Makefile,a/Makefile');
  expect(await of({ bytes: 100 })).toBe(',a,b a/Makefile,b/Makefile');
  expect(await of({ makefiles: 1 })).toBe(',a,b Makefile');
  // The folder's own entries are a, b and Makefile; those of b are one more than may be.
  expect(await of({ entries: 2 })).toBe(' ');
});

test('a missing folder', async () => {
  const facts = await gatherSourceFacts(join(root, 'absent'));
  expect(facts).toMatchObject({ folderName: 'absent', makefiles: [], moduleVersions: [] });
  expect(findEntry(facts, 'x')).toBeUndefined();
});

test('the first bytes of programs', async () => {
  await write({ 'run.sh': '#!/bin/sh\r\nexit\r\n', 'lib/plain.sh': '#!/bin/sh\n', 'data.bin': 'x' });
  await Promise.all(['run.sh', 'data.bin'].map((name) => chmod(join(root, name), 0o755)));
  const { interpreterLines } = await gatherSourceFacts(root);
  expect([...interpreterLines]).toEqual([['run.sh', '#!/bin/sh\r']]);
});

test('the programs that change dkms.conf, and where', async () => {
  const edit = '#!/bin/sh\nset -e\nsed -i s/old/new/ dkms.conf\n';
  await write({ 'run.sh': edit, 'plain.sh': edit, 'read.sh': '#!/bin/sh\ncat dkms.conf > copy\n' });
  await Promise.all(['run.sh', 'read.sh'].map((name) => chmod(join(root, name), 0o755)));
  expect([...(await gatherSourceFacts(root)).confEditors]).toEqual([['run.sh', 3]]);
});

test('a template is followed through the Makefile beside it, unless packaging may install another one', async () => {
  const followed = async (folder = '') => {
    const facts = await gatherTemplateFacts(join(root, folder));
    return facts?.followed?.makefiles.map(({ path }) => path);
  };
  await write({ 'dkms.conf.in': '', 'debian/hello.dkms': '', 'src/Makefile': 'obj-m := hello.o\n' });
  expect(await followed()).toBeUndefined();
  await write({ Makefile: 'all:\n\t$(MAKE) -C src\n' });
  expect(await followed()).toEqual(['Makefile', 'src/Makefile']);
  // The package may be made of src alone.
  expect(await followed('debian')).toBeUndefined();
  await write({ Makefile: 'obj-m := hello.o\n' });
  expect(await followed('debian')).toEqual(['Makefile', 'src/Makefile']);
  await write({ 'debian/patches/series': 'fix.patch\n' });
  expect(await followed('debian')).toBeUndefined();
  expect(await followed()).toBeUndefined();
});
