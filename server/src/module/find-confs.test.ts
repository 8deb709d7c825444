import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ConfSearchLimits, findConfs } from './find-confs.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'find-confs-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function write(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), '');
  }
}

async function found(limits?: ConfSearchLimits): Promise<readonly string[]> {
  return (await findConfs(root, limits)).map((path) => relative(root, path));
}

test('finds every name that is read as a dkms.conf, sorted by path', async () => {
  await write(
    'src/dkms.conf',
    'dkms.conf',
    'debian/dkms.conf.in',
    'debian/foo-dkms.dkms',
    'foo.dkms',
    'a/b/c/nvidia.dkms.conf',
    'Grün/ein Ordner/dkms.conf',
  );
  await write('dkms.conf.bak', '.dkms.conf', 'src/dkms.confx', 'mydkms.conf', 'dkms', 'README.md');
  expect(await found()).toEqual([
    'Grün/ein Ordner/dkms.conf',
    'a/b/c/nvidia.dkms.conf',
    'debian/dkms.conf.in',
    'debian/foo-dkms.dkms',
    'dkms.conf',
    'src/dkms.conf',
  ]);
});

test('skips hidden folders, npm packages and build output', async () => {
  await write(
    '.git/dkms.conf',
    '.pc/a/dkms.conf',
    'node_modules/x/dkms.conf',
    'src/build/dkms.conf',
    'dist/dkms.conf',
  );
  expect(await found()).toEqual([]);
});

test('skips folders tagged as caches', async () => {
  await write('cache/CACHEDIR.TAG', 'cache/dkms.conf', 'cache/stage/dkms.conf');
  expect(await found()).toEqual([]);
  expect(await findConfs(join(root, 'cache'))).toHaveLength(2);
});

test('searches the folder itself, whatever its name', async () => {
  await write('build/dkms.conf');
  expect(await findConfs(join(root, 'build'))).toEqual([join(root, 'build/dkms.conf')]);
});

test('follows links to files, lists dangling links, and does not follow links to folders', async () => {
  await write('real/dkms.conf');
  await symlink('real', join(root, 'linked'));
  await symlink(root, join(root, 'real/loop'));
  for (const [name, target] of [
    ['a', '../real/dkms.conf'],
    ['b', '../absent'],
    ['c', '../real'],
  ] as const) {
    await mkdir(join(root, name));
    await symlink(target, join(root, name, 'dkms.conf'));
  }
  expect(await found()).toEqual(['a/dkms.conf', 'b/dkms.conf', 'real/dkms.conf']);
});

test('treats a folder named dkms.conf as a folder', async () => {
  await write('dkms.conf/dkms.conf');
  expect(await found()).toEqual(['dkms.conf/dkms.conf']);
});

test('stays within the limits on depth and number of folders', async () => {
  await write('dkms.conf', 'a/dkms.conf', 'a/b/dkms.conf', 'c/dkms.conf');
  expect(await found({ depth: 1, folders: 100 })).toEqual(['a/dkms.conf', 'c/dkms.conf', 'dkms.conf']);
  expect(await found({ depth: 9, folders: 2 })).toHaveLength(2);
});

test('a missing folder', async () => {
  expect(await findConfs(join(root, 'absent'))).toEqual([]);
});
