import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copySource } from './copy-source.ts';

let folder: string;
let source: string;
let target: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'staging-test-'));
  source = join(folder, 'söurce with blank');
  target = join(folder, 'stage', 'copy');
  mkdirSync(join(source, 'src', 'deep'), { recursive: true });
  writeFileSync(join(source, 'Makefile'), 'obj-m := a.o\n');
  writeFileSync(join(source, 'src', 'deep', 'a.c'), 'int a;\n');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('contents, modes and modification times are kept', async () => {
  writeFileSync(join(source, 'pre.sh'), '#!/bin/sh\n', { mode: 0o755 });
  utimesSync(join(source, 'src', 'deep', 'a.c'), 1_000_000_000.25, 1_000_000_000.25);
  utimesSync(join(source, 'src'), 1_100_000_000, 1_100_000_000);
  expect(await copySource(source, target)).toEqual({ kind: 'copied', files: 3, hasProducts: false });
  expect(readFileSync(join(target, 'src', 'deep', 'a.c'), 'utf8')).toBe('int a;\n');
  expect(lstatSync(join(target, 'src', 'deep', 'a.c')).mtimeMs).toBe(1_000_000_000_250);
  expect(lstatSync(join(target, 'src')).mtimeMs).toBe(1_100_000_000_000);
  expect(lstatSync(join(target, 'pre.sh')).mode & 0o777).toBe(0o755);
});

test('what was at the target before is removed', async () => {
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'old.o'), '');
  await copySource(source, target);
  expect(readdirSync(target).sort()).toEqual(['Makefile', 'src']);
});

test('a read-only folder can be built in', async () => {
  chmodSync(join(source, 'src', 'deep'), 0o555);
  await copySource(source, target);
  expect(lstatSync(join(target, 'src', 'deep')).mode & 0o777).toBe(0o755);
  chmodSync(join(source, 'src', 'deep'), 0o755);
});

test('version histories, pipes and the stage itself are left out', async () => {
  mkdirSync(join(source, '.git'));
  writeFileSync(join(source, 'src', '.git'), 'gitdir: elsewhere\n');
  execFileSync('mkfifo', [join(source, 'pipe')]);
  const inside = join(source, 'cache');
  const result = await copySource(source, join(inside, 'copy'), { cacheFolder: inside });
  expect(result).toMatchObject({ kind: 'copied', files: 2 });
  expect(readdirSync(join(inside, 'copy')).sort()).toEqual(['Makefile', 'src']);
});

test('links remain links, and none points back into the source', async () => {
  symlinkSync('deep/a.c', join(source, 'src', 'relative'));
  symlinkSync(join(source, 'src', 'deep', 'a.c'), join(source, 'src', 'absolute'));
  symlinkSync(source, join(source, 'src', 'all'));
  symlinkSync('/usr/include', join(source, 'outside'));
  symlinkSync('nowhere', join(source, 'dangling'));
  await copySource(source, target);
  const links = ['src/relative', 'src/absolute', 'src/all', 'outside', 'dangling'];
  expect(links.map((name) => readlinkSync(join(target, name)))).toEqual([
    'deep/a.c',
    'deep/a.c',
    '..',
    '/usr/include',
    'nowhere',
  ]);
});

test('leftovers of an earlier build are detected', async () => {
  writeFileSync(join(source, 'src', 'a.o'), '');
  expect(await copySource(source, target)).toMatchObject({ hasProducts: true });
});

test('a missing source is a result, not an exception', async () => {
  const gone = join(folder, 'gone');
  expect(await copySource(gone, target)).toEqual({
    kind: 'source-vanished',
    message: `${gone} no longer exists. Open the folder where the source is now.`,
  });
});

test('a cancelled copy is reported as cancelled', async () => {
  expect(await copySource(source, target, { signal: AbortSignal.abort() })).toEqual({ kind: 'cancelled' });
});

test('a folder that cannot be written is named', async () => {
  writeFileSync(join(folder, 'file'), '');
  const result = await copySource(source, join(folder, 'file', 'copy'));
  expect(result).toMatchObject({ kind: 'unusable' });
});
