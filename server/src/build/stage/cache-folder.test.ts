import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCacheFolder } from './cache-folder.ts';

let folder: string;
let own: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cache-test-'));
  own = join(folder, `dkms-tools-${userInfo().uid}`);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the wanted folder is made', async () => {
  const wanted = join(folder, 'a', 'b');
  expect(await openCacheFolder(wanted, folder)).toEqual({ folder: wanted });
  expect(existsSync(wanted)).toBe(true);
});

test('a path that make cannot work in is replaced', async () => {
  const wanted = join(folder, 'my cache');
  expect(await openCacheFolder(wanted, folder)).toEqual({
    folder: own,
    note: `${wanted} has a blank or another character in its path that make can't work with. Building in ${own} instead.`,
  });
  expect(statSync(own).mode & 0o777).toBe(0o700);
});

test('a folder that cannot be made is replaced', async () => {
  writeFileSync(join(folder, 'file'), '');
  expect(await openCacheFolder(join(folder, 'file', 'x'), folder)).toMatchObject({ folder: own });
});

test('a temporary folder that is open to others is refused', async () => {
  mkdirSync(own);
  chmodSync(own, 0o777);
  const wanted = join(folder, 'a:b');
  expect(await openCacheFolder(wanted, folder)).toEqual({
    kind: 'unusable',
    message: `${wanted} has a blank or another character in its path that make can't work with. Nor is there another place: ${own} belongs to someone else, or is open to others. Set dkms.cacheFolder to a folder of yours with a plain name.`,
  });
});

test('no place at all is one sentence', async () => {
  const blank = join(folder, 'a b');
  mkdirSync(blank);
  expect(await openCacheFolder(join(folder, 'c d'), blank)).toMatchObject({ kind: 'unusable' });
});
