import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSourceMark } from './source-mark.ts';

let source: string;

beforeEach(() => {
  source = mkdtempSync(join(tmpdir(), 'source-mark-'));
  mkdirSync(join(source, 'src'));
  for (const name of ['dkms.conf', 'src/a.c', 'src/b.h']) writeFileSync(join(source, name), `${name}\n`);
});
afterEach(() => rmSync(source, { recursive: true, force: true }));

const mark = () => readSourceMark(source, undefined);

test.each<[string, () => void]>([
  ['written', () => writeFileSync(join(source, 'src/b.h'), 'other\n')],
  ['added', () => writeFileSync(join(source, 'src/c.c'), '')],
  ['removed', () => rmSync(join(source, 'src/a.c'))],
])('a file that is %s changes it', async (_, change) => {
  const before = await mark();
  expect(before).toMatch(/^[0-9a-f]{16}$/);
  expect(await mark()).toBe(before);
  change();
  expect(await mark()).not.toBe(before);
});

test('what editors write does not', async () => {
  const before = await mark();
  mkdirSync(join(source, '.vscode'));
  writeFileSync(join(source, '.vscode', 'settings.json'), '{}');
  writeFileSync(join(source, 'src', '.a.c.swp'), '');
  expect(await mark()).toBe(before);
});

test('a source that is gone has none', async () => {
  rmSync(source, { recursive: true });
  expect(await mark()).toBeUndefined();
});
