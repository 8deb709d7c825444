import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePrivate, processUser } from './folder-safety.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'folder-safety-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ours = () => true;

test("a folder writable by the user's own group is closed; one writable by another group is not trusted", async () => {
  const cache = join(folder, 'cache');
  mkdirSync(cache);
  writeFileSync(join(cache, 'stage'), '');
  const { uid, gid } = processUser();
  chmodSync(cache, 0o770);
  expect(await makePrivate(cache, ours, { uid, gid: gid + 1 })).toMatch(
    /Others could write to \S+ \(mode 0770\)/,
  );
  expect(statSync(cache).mode & 0o777).toBe(0o770);
  expect(await makePrivate(cache, ours, { uid, gid })).toBeUndefined();
  expect(statSync(cache).mode & 0o777).toBe(0o700);
});

test('a folder above must not be writable by another group either', async () => {
  const cache = join(folder, 'above', 'cache');
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  chmodSync(join(folder, 'above'), 0o775);
  const { uid, gid } = processUser();
  expect(await makePrivate(cache, ours, { uid, gid })).toBeUndefined();
  expect(await makePrivate(cache, ours, { uid, gid: gid + 1 })).toMatch(
    /^Others can write to .*above \(mode 0775\)/,
  );
});

test('ownership decides, not the mode', async () => {
  const { uid, gid } = processUser();
  expect(await makePrivate(folder, ours, { uid: uid + 1, gid })).toMatch(
    / belongs to .* and not to you \(user \d+\)/,
  );
});
