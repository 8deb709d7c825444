import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetResult, type KeptResult, keepResult, readKeptResult } from './kept-results.ts';

let cache: string;
let kept: KeptResult;
const tree = (release: string, buildDir: string) => ({ name: release, release, buildDir });
const target = { conf: '/m/dkms.conf', kernel: tree('6.1', '/lib/modules/6.1/build') };

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'kept-results-'));
  for (const name of ['hello.ko', 'make.log']) writeFileSync(join(cache, name), '');
  kept = {
    ended: {
      ...{ module: 'm/1', status: 'ok', durationMs: 10, endedAt: 5, errors: 0, warnings: 1 },
      built: [{ name: 'hello', path: join(cache, 'hello.ko') }],
      log: join(cache, 'make.log'),
    },
    ...{ mark: 'x', columnUnit: 'display' },
    problems: [
      { ...{ file: '/m/a.c', line: 1, severity: 'warning', message: 'w', tool: 'gcc' }, related: [] },
    ],
  };
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

test('a saved result is read again for its own target', async () => {
  await keepResult(cache, target, kept);
  expect(await readKeptResult(cache, target)).toMatchObject(kept);
  const otherTrees = [tree('6.12', '/lib/modules/6.12/build'), tree('6.1', '/home/user/kasan')];
  for (const kernel of otherTrees) expect(await readKeptResult(cache, { ...target, kernel })).toBeUndefined();
  const named = { ...target.kernel, name: '6.1@installed' };
  expect(await readKeptResult(cache, { ...target, kernel: named })).toMatchObject(kept);
  expect(readdirSync(join(cache, 'stage', readdirSync(join(cache, 'stage'))[0] ?? ''))).toHaveLength(1);
});

test('a removed module counts as not built; a removed log is not named', async () => {
  await keepResult(cache, target, kept);
  rmSync(join(cache, 'make.log'));
  expect((await readKeptResult(cache, target))?.ended).not.toHaveProperty('log');
  rmSync(join(cache, 'hello.ko'));
  expect(await readKeptResult(cache, target)).toBeUndefined();
});

test('a file in another format is ignored', async () => {
  await keepResult(cache, target, kept);
  const folder = join(cache, 'stage', readdirSync(join(cache, 'stage'))[0] ?? '');
  const file = join(folder, readdirSync(folder)[0] ?? '');
  for (const text of ['', '{', 'null', '7', '{"format":0}']) {
    writeFileSync(file, text);
    expect(await readKeptResult(cache, target)).toBeUndefined();
  }
});

test("if the result can't be saved, nothing breaks", async () => {
  const file = join(cache, 'make.log');
  await keepResult(file, target, kept);
  expect(await readKeptResult(file, target)).toBeUndefined();
  await forgetResult(file, target);
});

test('a forgotten result is removed', async () => {
  await keepResult(cache, target, kept);
  await forgetResult(cache, target);
  expect(await readKeptResult(cache, target)).toBeUndefined();
  expect(existsSync(cache)).toBe(true);
});
