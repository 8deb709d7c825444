import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSourceMark } from '../../builds/stage/source-mark.ts';
import { SourceMarks } from './source-marks.ts';

let source: string;
beforeEach(() => {
  source = mkdtempSync(join(tmpdir(), 'dkms-tools-marks-'));
  for (const name of ['a.c', 'b.c']) writeFileSync(join(source, name), '');
});
afterEach(() => rmSync(source, { recursive: true, force: true }));

test('what is said to have changed is looked at, and nothing else', async () => {
  const marks = new SourceMarks(() => undefined);
  const before = await marks.read(source);
  writeFileSync(join(source, 'a.c'), 'x');
  writeFileSync(join(source, 'b.c'), 'x');
  const one = await marks.read(source, new Set([join(source, 'a.c')]));
  expect(one).not.toBe(before);
  // The other file was written as well, and nobody said so: it was not looked at.
  expect(one).not.toBe(await readSourceMark(source, undefined));
  expect(await marks.read(source, new Set([join(source, 'b.c')]))).toBe(
    await readSourceMark(source, undefined),
  );
});

test('where that does not do, or nothing is known, all is looked at', async () => {
  const marks = new SourceMarks(() => undefined);
  expect(await marks.read(source, new Set([join(source, 'a.c')]))).toBe(
    await readSourceMark(source, undefined),
  );
  mkdirSync(join(source, 'sub'));
  writeFileSync(join(source, 'sub/c.c'), '');
  expect(await marks.read(source, new Set([join(source, 'sub/c.c')]))).toBe(
    await readSourceMark(source, undefined),
  );
  marks.forget(source);
  expect(await marks.read(source)).toBe(await readSourceMark(source, undefined));
});
