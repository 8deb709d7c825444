import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSourceState } from './source-state.ts';

let folder: string;
let source: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-test-'));
  source = join(folder, 'source');
  mkdirSync(join(source, 'src'), { recursive: true });
  writeFileSync(join(source, 'src', 'a.c'), 'int a;\n');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function marks(): Promise<Record<string, string>> {
  const { entries } = await readSourceState(source, undefined);
  return Object.fromEntries([...entries].map(([path, { mark }]) => [path, mark]));
}

test('a file with the same size and time but other content counts as changed', async () => {
  const path = join(source, 'src', 'a.c');
  utimesSync(path, 1000, 1000);
  const before = await marks();
  writeFileSync(path, 'int b;\n');
  utimesSync(path, 1000, 1000);
  const after = await marks();
  expect(Object.keys(after).sort()).toEqual(['src', 'src/a.c']);
  expect(after['src/a.c']).not.toBe(before['src/a.c']);
  expect(after.src).toBe(before.src);
});

test('files left by editors and version control are ignored', async () => {
  const before = await marks();
  mkdirSync(join(source, '.git'));
  for (const name of ['a.c~', '.a.c.swp', '4913', '.#a.c', '#a.c#'])
    writeFileSync(join(source, 'src', name), '');
  expect(await marks()).toEqual(before);
});

test('the target of a link counts if it lies outside the source', async () => {
  writeFileSync(join(folder, 'shared.h'), 'int x;\n');
  symlinkSync('../shared.h', join(source, 'shared.h'));
  const before = await marks();
  writeFileSync(join(folder, 'shared.h'), 'long x;\n');
  expect((await marks())['shared.h']).not.toBe(before['shared.h']);
});

test('a folder whose name begins with that of the source also lies outside', async () => {
  mkdirSync(join(folder, 'source-common'));
  symlinkSync('../source-common', join(source, 'common'));
  expect((await readSourceState(source, undefined)).whyNotKept).toBe(
    'common leads to a folder outside the source',
  );
});

test.each([
  ['obj-m := $(patsubst %.c,%.o,$(wildcard *.c))\n', true],
  ['obj-m := $(patsubst %.c,%.o,$(wildcard \\\n\tsrc/*.c))\n', true],
  ['FILES := $(shell find . -name x)\n', true],
  ['obj-m := a.o\nclean:\n\trm -f *.o\n\tfind . -name "*.ko" -delete\n', false],
  ['# all *.c files\nobj-m := a.o\n', false],
])('a Makefile %j requires a fresh copy each time: %s', async (text, isNotKept) => {
  writeFileSync(join(source, 'src', 'Makefile'), text);
  expect((await readSourceState(source, undefined)).whyNotKept !== undefined).toBe(isNotKept);
});

test('a linked folder outside the source is too much to follow', async () => {
  mkdirSync(join(folder, 'common'));
  symlinkSync('../common', join(source, 'common'));
  expect((await readSourceState(source, undefined)).whyNotKept).toContain('common');
});

test('in a source of many folders, every change is noticed', async () => {
  // From 400 folders on, a thread of its own looks at them.
  for (let part = 0; part < 401; part++) {
    mkdirSync(join(source, `part-${part}`));
    writeFileSync(join(source, `part-${part}`, 'a.mk'), 'a\n');
  }
  const at = (part: number, name = 'a.mk') => join(source, `part-${part}`, name);
  symlinkSync('a.mk', at(5, 'link'));
  const before = await readSourceState(source);
  const writeWithSameTime = (path: string) => {
    const { atime, mtime } = statSync(at(1));
    writeFileSync(path, 'b\n');
    utimesSync(path, atime, mtime);
  };
  writeWithSameTime(at(2));
  writeWithSameTime(join(folder, 'new'));
  renameSync(join(folder, 'new'), at(3));
  chmodSync(at(4), 0o755);
  rmSync(at(5, 'link'));
  symlinkSync('b.mk', at(5, 'link'));
  rmSync(at(6));
  writeFileSync(at(7, 'b.mk'), '');
  const after = await readSourceState(source);
  const differ = new Set(
    [after.entries.changesSince(before.entries), before.entries.changesSince(after.entries)].flatMap(
      (changes) => [...changes].map(({ path }) => path),
    ),
  );
  expect([...differ].sort()).toEqual(
    [2, 3, 4, 5, 6, 7].map((part) => `part-${part}/${part === 5 ? 'link' : part === 7 ? 'b.mk' : 'a.mk'}`),
  );
});
