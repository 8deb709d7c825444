import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesBelow } from './file-system.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('all files below a folder are listed, those behind a link to a folder too, and a link in a circle only once', async () => {
  const source = join(folder, 'source');
  for (const name of ['source/src/core', 'common']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['source/a.c', 'source/src/core/b.c', 'common/c.c'])
    writeFileSync(join(folder, name), '');
  symlinkSync('../common', join(source, 'common'));
  symlinkSync('.', join(source, 'self'));
  symlinkSync('nowhere', join(source, 'broken'));
  symlinkSync('a.c', join(source, 'link.c'));
  const files = [...(await filesBelow(source))].sort();
  expect(files.filter((file) => !file.startsWith('self/'))).toEqual([
    ...['a.c', 'broken', 'common/c.c', 'link.c', 'src/core/b.c'],
  ]);
  expect(files.some((file) => file.startsWith('self/self/'))).toBe(false);
});
