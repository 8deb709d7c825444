import { lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FileStatus, filesBelow, readFolders, readFoldersWithStatus, statsOf } from './many-files.ts';

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

function plain(status: FileStatus | undefined): FileStatus | undefined {
  if (!status) return undefined;
  const { isFile, mode, size, mtimeMs, ctimeMs } = status;
  return { isFile, mode, size, mtimeMs, ctimeMs };
}

/** More than a thread of its own is begun for. */
const many = 21_000;

test.each([
  ['few', 3],
  ['many', many],
])(
  '%s paths are what the system says of them, links as such, and nothing where nothing is',
  async (_, count) => {
    writeFileSync(join(folder, 'file'), 'text', { mode: 0o640 });
    mkdirSync(join(folder, 'folder'));
    symlinkSync('nowhere', join(folder, 'link'));
    const kinds = ['file', 'folder', 'link', 'nothing', 'file/below', 'é\u{1f600}'];
    const paths = Array.from({ length: count }, (_, at) => join(folder, kinds[at % kinds.length] ?? ''));
    const expected = paths.map((path) => {
      if (path.endsWith('/below')) return undefined;
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (!stats) return undefined;
      const { mode, size, mtimeMs, ctimeMs } = stats;
      return { isFile: stats.isFile(), mode, size, mtimeMs, ctimeMs };
    });
    expect((await statsOf(paths)).map(plain)).toEqual(expected);
  },
);

test.each([
  ['few', 2],
  ['many', many / 50],
])('%s folders are read in their order', async (_, count) => {
  mkdirSync(join(folder, 'empty'));
  mkdirSync(join(folder, 'full'));
  writeFileSync(join(folder, 'full', 'new\nline'), '');
  mkdirSync(join(folder, 'full', 'inside'));
  symlinkSync('nowhere', join(folder, 'full', 'link'));
  const folders = Array.from({ length: count }, (_, at) => join(folder, at % 2 === 0 ? 'full' : 'empty'));
  const found = [...(await readFoldersWithStatus(folders))];
  for (const [at, entries] of found.slice(0, 2).entries())
    for (const { name, status } of entries) {
      const stats = lstatSync(join(folders[at] ?? '', name));
      const { mode, size, mtimeMs, ctimeMs } = stats;
      expect(plain(status)).toEqual({ isFile: stats.isFile(), mode, size, mtimeMs, ctimeMs });
    }
  expect([...(await readFolders(folders))].map((entries) => entries.map(({ name }) => name))).toEqual(
    found.map((entries) => entries.map(({ name }) => name)),
  );
  const kinds = found.map((entries) =>
    [...entries]
      .map((one) => [one.name, one.isFile(), one.isDirectory(), one.isSymbolicLink()])
      .sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1)),
  );
  const full = [
    ['inside', false, true, false],
    ['link', false, false, true],
    ['new\nline', true, false, false],
  ];
  expect(kinds).toEqual(folders.map((_, at) => (at % 2 === 0 ? full : [])));
});

test.each([
  ['few', 1],
  ['many', many / 50],
])('of %s folders, one that is not there is the error of the system', async (_, count) => {
  const folders = Array.from({ length: count }, () => join(folder, 'none'));
  await expect(readFolders(folders)).rejects.toMatchObject({ code: 'ENOENT' });
});
