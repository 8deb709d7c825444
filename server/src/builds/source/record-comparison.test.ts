import { lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSourceState } from '../stage/source-state.ts';
import { compareWithRecord } from './record-comparison.ts';
import type { SourceEntries } from './source-entries.ts';

let folder: string;
let recorded: SourceEntries;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'compared-test-'));
  for (const name of ['core/deep', 'include', 'empty']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['main.c', 'Makefile', 'core/a.c', 'core/b.c', 'core/deep/c.c', 'include/a.h'])
    write(name, `${name}\n`);
  symlinkSync('../include', join(folder, 'core/linked'));
  symlinkSync('main.c', join(folder, 'link.c'));
  recorded = (await readSourceState(folder)).entries;
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

/** More than a thread of its own is begun for: files that were recorded and are gone. */
const more = Array.from({ length: 21_000 }, (_, at) => `gone/file-${at}.c`);

describe.each([
  ['few', []],
  ['many', more],
])('of %s files', (_, gone) => {
  const compare = (changed?: Parameters<SourceEntries['copiedFiles']>[0]) => {
    const numbers = recorded.copiedFiles(changed);
    const expected = new Float64Array(numbers.length + gone.length * 2).fill(1);
    expected.set(numbers);
    return compareWithRecord(folder, [...recorded.paths, ...gone], expected);
  };

  test('those that are as recorded are found, and links are no files', async () => {
    expect(await compare()).toEqual({
      ...{ written: undefined, found: 6 },
      made: ['link.c', 'core/linked/a.h'],
    });
  });

  test('those that a build made are told from those that it changed', async () => {
    for (const name of [
      'main.o',
      '.main.o.cmd',
      'core/a.o',
      'core/.a.o.cmd',
      'core/deep/zz.o',
      'empty/new.c',
    ])
      write(name, '');
    const { written, made, found } = await compare();
    expect([written, found]).toEqual([undefined, 6]);
    expect([...made].sort()).toEqual([
      ...['.main.o.cmd', 'core/.a.o.cmd', 'core/a.o', 'core/deep/zz.o', 'core/linked/a.h'],
      ...['empty/new.c', 'link.c', 'main.o'],
    ]);
  });

  test.each<[string, string, () => void]>([
    ['is longer', 'core/b.c', () => write('core/b.c', 'core/b.c and more\n')],
    ['has another time', 'include/a.h', () => utimesSync(join(folder, 'include/a.h'), 1000, 1000)],
    [
      'is a link now',
      'core/deep/c.c',
      () => {
        rmSync(join(folder, 'core/deep/c.c'));
        symlinkSync('../a.c', join(folder, 'core/deep/c.c'));
      },
    ],
  ])('one that %s is named, beside products too', async (_what, path, change) => {
    for (const name of ['core/a.o', 'core/deep/a.o', 'include/0.h']) write(name, '');
    change();
    expect(await compare()).toMatchObject({ written: path, found: 6 });
  });

  test('one that is gone is not found', async () => {
    rmSync(join(folder, 'core/a.c'));
    expect(await compare()).toMatchObject({ written: undefined, found: 5 });
  });

  test('what a step of the build has changed or removed is expected so', async () => {
    write('core/a.c', 'generated\n');
    rmSync(join(folder, 'core/b.c'));
    const { size, mtimeMs } = lstatSync(join(folder, 'core/a.c'));
    const changed = { 'core/a.c': { size, mtimeMs }, 'core/b.c': null };
    expect(await compare(changed)).toMatchObject({ written: undefined, found: 5 });
    write('core/b.c', 'core/b.c\n');
    expect(await compare(changed)).toMatchObject({ written: 'core/b.c', found: 6 });
    rmSync(join(folder, 'core/b.c'));
    write('core/a.c', 'core/a.c\n');
    expect(await compare(changed)).toMatchObject({ written: 'core/a.c' });
  });
});

test('a record in another order is found as well', async () => {
  const entries = [...recorded];
  const rows = entries.map((_, row) => entries.length - 1 - row);
  const numbers = recorded.copiedFiles();
  const expected = Float64Array.from(rows.flatMap((row) => [...numbers.slice(row * 2, row * 2 + 2)]));
  const paths = rows.map((row) => recorded.paths[row] ?? '');
  expect(await compareWithRecord(folder, paths, expected)).toMatchObject({ written: undefined, found: 6 });
});

test('a folder that is not there is the error of the system', async () => {
  const absent = compareWithRecord(join(folder, 'absent'), more, new Float64Array(more.length * 2));
  await expect(absent).rejects.toMatchObject({ code: 'ENOENT' });
});
