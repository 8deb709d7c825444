import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KernelConfigCache } from './kernel-config-cache.ts';

let folder: string;
const configs = new KernelConfigCache();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'configs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a configuration is read once, until its file changes', async () => {
  const path = join(folder, '.config');
  writeFileSync(path, 'CONFIG_SMP=y\n');
  const first = await configs.read(folder);
  expect([first?.path, first?.text, first?.lookup('SMP')]).toEqual([path, 'CONFIG_SMP=y\n', 'y']);
  expect(await configs.read(folder)).toBe(first);
  writeFileSync(path, 'CONFIG_SMP=n\n');
  expect((await configs.read(folder))?.lookup('SMP')).toBe('n');
});

test('the caller chooses the file, and each choice is cached separately', async () => {
  mkdirSync(join(folder, 'include/config'), { recursive: true });
  writeFileSync(join(folder, '.config'), 'CONFIG_A=1\n');
  writeFileSync(join(folder, 'include/config/auto.conf'), 'CONFIG_A=2\n');
  expect((await configs.read(folder, ['.config']))?.lookup('A')).toBe('1');
  expect((await configs.read(folder, ['auto.conf']))?.lookup('A')).toBe('2');
});

test('removed headers are forgotten', async () => {
  writeFileSync(join(folder, '.config'), 'CONFIG_A=1\n');
  const first = await configs.read(folder);
  configs.keepOnly(new Set());
  expect(await configs.read(folder)).not.toBe(first);
});
