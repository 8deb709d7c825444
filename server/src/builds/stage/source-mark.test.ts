import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SourceMark } from './source-mark.ts';
import { readSourceState } from './source-state.ts';

async function readMark(folder: string): Promise<string | undefined> {
  return (await SourceMark.read(folder, undefined))?.text;
}

let source: string;

beforeEach(() => {
  source = mkdtempSync(join(tmpdir(), 'source-mark-'));
  mkdirSync(join(source, 'src'));
  for (const name of ['dkms.conf', 'src/a.c', 'src/b.h']) writeFileSync(join(source, name), `${name}\n`);
});
afterEach(() => rmSync(source, { recursive: true, force: true }));

const mark = () => readMark(source);

test.each<[string, () => void]>([
  ['written', () => writeFileSync(join(source, 'src/b.h'), 'other\n')],
  ['added', () => writeFileSync(join(source, 'src/c.c'), '')],
  ['removed', () => rmSync(join(source, 'src/a.c'))],
])('a file that is %s changes the mark', async (_, change) => {
  const before = await mark();
  expect(before).toMatch(/^[0-9a-f]{16}$/);
  expect(await mark()).toBe(before);
  change();
  expect(await mark()).not.toBe(before);
});

test('files written by editors do not change the mark', async () => {
  const before = await mark();
  mkdirSync(join(source, '.vscode'));
  writeFileSync(join(source, '.vscode', 'settings.json'), '{}');
  writeFileSync(join(source, 'src', '.a.c.swp'), '');
  expect(await mark()).toBe(before);
});

test('a missing source has no mark', async () => {
  rmSync(source, { recursive: true });
  expect(await mark()).toBeUndefined();
});

test.each<[string, string, () => void]>([
  ['was written', 'src/b.h', () => writeFileSync(join(source, 'src/b.h'), 'other\n')],
  ['was added', 'src/c.c', () => writeFileSync(join(source, 'src/c.c'), '')],
  ['was removed', 'src/a.c', () => rmSync(join(source, 'src/a.c'))],
  ['never was', 'src/none.c', () => {}],
  ['is the business of an editor', '.vscode/x.json', () => {}],
])('of many files, only the one that %s is read, with the same result', async (_, file, change) => {
  const known = await SourceMark.read(source, undefined);
  change();
  expect(await known?.update(join(source, file))).toBe(true);
  expect(known?.text).toBe(await mark());
});

test.each<[string, string, () => void]>([
  ['a folder that came', 'more', () => mkdirSync(join(source, 'more'))],
  [
    'a file in one',
    'more/a.c',
    () => {
      mkdirSync(join(source, 'more'));
      writeFileSync(join(source, 'more/a.c'), '');
    },
  ],
  ['a folder that went', 'src', () => rmSync(join(source, 'src'), { recursive: true })],
  ['a link', 'src/link.c', () => symlinkSync('a.c', join(source, 'src/link.c'))],
])('%s makes reading the whole source necessary', async (_, file, change) => {
  const known = await SourceMark.read(source, undefined);
  change();
  expect(await known?.update(join(source, file))).toBe(false);
});

test('a mark of entries that were added up before follows what is written as well', async () => {
  const state = await readSourceState(source);
  const { text } = await SourceMark.of(state, source);
  const again = await SourceMark.of(state, source);
  expect(again.text).toBe(text);
  writeFileSync(join(source, 'src/a.c'), 'other\n');
  expect(await again.update(join(source, 'src/a.c'))).toBe(true);
  expect(again.text).not.toBe(text);
  expect(again.text).toBe(await mark());
});
