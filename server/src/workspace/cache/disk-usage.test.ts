import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diskUsageOf } from './disk-usage.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'disk-usage-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('is that of du, for files, folders and links as such', async () => {
  mkdirSync(join(folder, 'a', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'a', 'deep', 'large'), 'x'.repeat(100_000));
  writeFileSync(join(folder, 'a', 'empty'), '');
  writeFileSync(join(folder, 'beside'), 'x');
  symlinkSync('/usr', join(folder, 'a', 'link'));
  const du = (path: string) =>
    Number(execFileSync('du', ['-s', '-B1', path], { encoding: 'utf8' }).split('\t')[0]);
  const a = join(folder, 'a');
  const beside = join(folder, 'beside');
  expect(await diskUsageOf([[a, beside], [beside], []])).toEqual([du(a) + du(beside), du(beside), 0]);
});

test('what is not there counts as nothing', async () => {
  expect(await diskUsageOf([[join(folder, 'gone'), join('/proc/self/environ', 'no-folder')]])).toEqual([0]);
});
