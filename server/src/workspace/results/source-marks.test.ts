import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SourceMark } from '../../builds/stage/source-mark.ts';
import { SourceMarks } from './source-marks.ts';

async function readMark(folder: string): Promise<string | undefined> {
  return (await SourceMark.read(folder, undefined))?.text;
}

let source: string;
beforeEach(() => {
  source = mkdtempSync(join(tmpdir(), 'dkms-tools-marks-'));
  for (const name of ['a.c', 'b.c']) writeFileSync(join(source, name), '');
});
afterEach(() => rmSync(source, { recursive: true, force: true }));

const ownSource = (folder: string) => ({ folder, inside: '' });

test('reported files are read, and nothing else', async () => {
  const marks = new SourceMarks(ownSource, () => ({}));
  const before = await marks.read(source);
  writeFileSync(join(source, 'a.c'), 'x');
  writeFileSync(join(source, 'b.c'), 'x');
  const one = await marks.read(source, new Set([join(source, 'a.c')]));
  expect(one).not.toBe(before);
  // The other file was written as well but not reported, so it was not read.
  expect(one).not.toBe(await readMark(source));
  expect(await marks.read(source, new Set([join(source, 'b.c')]))).toBe(await readMark(source));
});

test('if that is not enough, or nothing is known, everything is read', async () => {
  const marks = new SourceMarks(ownSource, () => ({}));
  expect(await marks.read(source, new Set([join(source, 'a.c')]))).toBe(await readMark(source));
  mkdirSync(join(source, 'sub'));
  writeFileSync(join(source, 'sub/c.c'), '');
  expect(await marks.read(source, new Set([join(source, 'sub/c.c')]))).toBe(await readMark(source));
  marks.forget(source);
  expect(await marks.read(source)).toBe(await readMark(source));
});

test('a build reads everything, and reported changes from then on are applied to that', async () => {
  const marks = new SourceMarks(ownSource, () => ({}));
  const seeing = marks.readForBuild(source, {});
  writeFileSync(join(source, 'a.c'), 'xy');
  // The file was reported while the source was being read: whatever was read of it, the result is the file as it is now.
  expect(await marks.read(source, new Set([join(source, 'a.c')]))).toBe(await readMark(source));
  const { state, mark } = await seeing;
  expect([...state.entries.paths].sort()).toEqual(['a.c', 'b.c']);
  writeFileSync(join(source, 'b.c'), 'x');
  // It was not reported, so it is not read.
  expect(await marks.read(source, new Set([join(source, 'a.c')]))).not.toBe(await readMark(source));
  expect(mark).toMatch(/^[0-9a-f]{16}$/);
});

test('a missing source has no mark, and the build learns why', async () => {
  const marks = new SourceMarks(ownSource, () => ({}));
  rmSync(source, { recursive: true });
  await expect(marks.readForBuild(source, {})).rejects.toThrow('ENOENT');
  expect(await marks.read(source, new Set())).toBeUndefined();
});

test('the mark of a module whose source is wider is that of its parts', async () => {
  for (const name of ['module', 'include', 'other']) mkdirSync(join(source, name));
  const module = join(source, 'module');
  const wide = { folder: source, inside: 'module', parts: ['include', 'module'] };
  const marks = new SourceMarks(
    () => wide,
    () => ({}),
  );
  const before = await marks.read(module);
  writeFileSync(join(source, 'other', 'x.h'), '');
  expect(await marks.read(module)).toBe(before);
  writeFileSync(join(source, 'include', 'x.h'), '');
  const after = await marks.read(module);
  expect(after).not.toBe(before);
  const { state, mark } = await marks.readForBuild(module, { parts: wide.parts });
  expect([...state.entries.paths].sort()).toEqual(['include', 'include/x.h', 'module']);
  expect(mark).toBe(after);
});
