import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ModuleSources } from './module-sources.ts';

let folder: string;
const none = new Map<string, string>();
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'module-sources-'));
  mkdirSync(join(folder, 'sub'));
  write('a.c', 'int shared; int only_a;\n');
  write('sub/b.h', '#define in_b 1\nint shared;\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function declared(sources: ModuleSources, open: ReadonlyMap<string, string> = none): Promise<string> {
  const names = await sources.ownNames(folder, open);
  return ['shared', 'only_a', 'in_b', 'later', 'typed'].filter((name) => names.has(name)).join(' ');
}

test('only reported files are read again', async () => {
  const sources = new ModuleSources();
  expect(await declared(sources)).toBe('shared only_a in_b');
  write('a.c', 'int later;\n');
  write('sub/b.h', '');
  expect(await declared(sources)).toBe('shared only_a in_b');
  sources.filesChanged([join(folder, 'a.c')]);
  expect(await declared(sources)).toBe('shared in_b later');
  rmSync(join(folder, 'sub'), { recursive: true });
  sources.filesChanged([join(folder, 'sub/b.h'), join(folder, 'none.c'), join(folder, 'Makefile')]);
  expect(await declared(sources)).toBe('later');
  write('new.c', 'int typed;\n');
  sources.filesChanged([join(folder, 'new.c')]);
  expect(await declared(sources)).toBe('later typed');
});

test('for an open file its text counts, not the content on disk', async () => {
  const sources = new ModuleSources();
  const open = (text: string) => new Map([[join(folder, 'a.c'), text]]);
  expect(await declared(sources, open('int typed;\n'))).toBe('shared in_b typed');
  expect(await declared(sources, open('int only_a;\n'))).toBe('shared only_a in_b');
  expect(await declared(sources)).toBe('shared only_a in_b');
});

test('a request during reading gets all the files', async () => {
  const sources = new ModuleSources();
  expect(await Promise.all([declared(sources), declared(sources)])).toEqual([
    'shared only_a in_b',
    'shared only_a in_b',
  ]);
});

test('a forgotten folder is walked again', async () => {
  const sources = new ModuleSources();
  await declared(sources);
  rmSync(join(folder, 'a.c'));
  sources.forget(folder);
  expect(sources.folders).toEqual([]);
  expect(await declared(sources)).toBe('shared in_b');
});
