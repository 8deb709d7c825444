import { lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { copyFiles } from './copy-files.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'copied-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['few', 3],
  ['so many that threads copy them', 2100],
])('%s', (_, count) => {
  let folders: { readonly source: string; readonly target: string };
  let paths: readonly string[];

  beforeEach(() => {
    folders = { source: join(folder, 'source'), target: join(folder, 'target') };
    paths = Array.from({ length: count }, (_, at) => `part-${at % 3}/é${at}.c`);
    for (const root of Object.values(folders))
      for (const part of [0, 1, 2]) mkdirSync(join(root, `part-${part}`), { recursive: true });
    for (const path of paths) writeFileSync(join(folders.source, path), path, { mode: 0o640 });
  });

  test('contents, modes and times are kept', async () => {
    for (const path of paths) utimesSync(join(folders.source, path), 1_000_000_000.25, 1_000_000_000.25);
    await copyFiles(folders, paths, {});
    const copies = paths.map((path) => {
      const { mode, mtimeMs } = lstatSync(join(folders.target, path));
      return [readFileSync(join(folders.target, path), 'utf8'), mode & 0o777, mtimeMs];
    });
    expect(copies).toEqual(paths.map((path) => [path, 0o640, 1_000_000_000_250]));
  });

  test('a file that is gone is left out', async () => {
    rmSync(join(folders.source, paths[1] ?? ''));
    await copyFiles(folders, paths, {});
    const there = paths.filter((path) => lstatSync(join(folders.target, path), { throwIfNoEntry: false }));
    expect(there).toEqual(paths.filter((_, at) => at !== 1));
  });

  test('an error of the system has its code and the path that it is about', async () => {
    rmSync(join(folders.target, 'part-1'), { recursive: true });
    writeFileSync(join(folders.target, 'part-1'), '');
    await expect(copyFiles(folders, paths, {})).rejects.toMatchObject({
      code: 'ENOTDIR',
      path: expect.stringContaining('part-1'),
    });
  });

  test('nothing is being copied any more once it was cancelled', async () => {
    const abort = new AbortController();
    const copying = copyFiles(folders, paths, { signal: abort.signal });
    abort.abort();
    await expect(copying).rejects.toThrow('aborted');
    // Whatever is still copied would be a fault of a folder that is not there.
    rmSync(folders.target, { recursive: true });
  });
});
