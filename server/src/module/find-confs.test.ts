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

test('every name that is read as a dkms.conf, sorted by path', async () => {
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

test('not in hidden folders, packages of npm and outputs of builds', async () => {
  await write(
    '.git/dkms.conf',
    '.pc/a/dkms.conf',
    'node_modules/x/dkms.conf',
    'src/build/dkms.conf',
    'dist/dkms.conf',
  );
  expect(await found()).toEqual([]);
});

test('not in folders that say that they are caches', async () => {
  await write('cache/CACHEDIR.TAG', 'cache/dkms.conf', 'cache/stage/dkms.conf');
  expect(await found()).toEqual([]);
  expect(await findConfs(join(root, 'cache'))).toHaveLength(2);
});

test('the folder itself is searched, whatever it is called', async () => {
  await write('build/dkms.conf');
  expect(await findConfs(join(root, 'build'))).toEqual([join(root, 'build/dkms.conf')]);
});

test('links: to a file yes, to nowhere yes, to a folder no', async () => {
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

test('a folder named dkms.conf is a folder', async () => {
  await write('dkms.conf/dkms.conf');
  expect(await found()).toEqual(['dkms.conf/dkms.conf']);
});

test('no deeper and no more folders than the limits say', async () => {
  await write('dkms.conf', 'a/dkms.conf', 'a/b/dkms.conf', 'c/dkms.conf');
  expect(await found({ depth: 1, folders: 100 })).toEqual(['a/dkms.conf', 'c/dkms.conf', 'dkms.conf']);
  expect(await found({ depth: 9, folders: 2 })).toHaveLength(2);
});

test('a folder that is absent', async () => {
  expect(await findConfs(join(root, 'absent'))).toEqual([]);
});
