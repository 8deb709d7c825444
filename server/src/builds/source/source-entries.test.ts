import { expect, test } from 'vitest';
import { EntryCollector, type SourceEntries } from './source-entries.ts';

function entriesOf(files: Readonly<Record<string, number | string>>): SourceEntries {
  const found = new EntryCollector();
  for (const [path, what] of Object.entries(files)) {
    if (typeof what === 'string') found.addOther(path, { mark: what });
    else found.addFile(path, { mode: 0o100644, size: what, mtimeMs: 1.5, ctimeMs: 2.5 });
  }
  return found.entries();
}

const many = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`f${at}.c`, at]));

test('every entry is found by its path, as it was added', () => {
  const entries = entriesOf({ ...many, src: 'folder 1' });
  expect([entries.size, entries.has('f4999.c'), entries.has('f5000.c')]).toEqual([5001, true, false]);
  expect(entries.get('f4999.c')?.mark).toBe('file 4999 33188 1.5 2.5');
  expect(entries.get('src')).toEqual({ mark: 'folder 1' });
  expect([...entries].at(-2)?.[1].file).toMatchObject({ size: 4999, mtimeMs: 1.5 });
});

test.each<[string, Readonly<Record<string, number | string>>, readonly string[]]>([
  ['in the same order', { a: 1, src: 'folder 1', b: 2, c: 3 }, []],
  ['in another order', { c: 3, b: 2, src: 'folder 1', a: 1 }, []],
  ['of which one is gone', { a: 1, src: 'folder 1', c: 3 }, []],
  ['of which one is new', { a: 1, n: 1, src: 'folder 1', b: 2, c: 3 }, ['n']],
  ['of which some have changed', { a: 9, src: 'folder 2', b: 2, c: 3 }, ['a', 'src']],
  ['of which some are of another kind', { a: 'folder 1', src: 1, b: 2, c: 3 }, ['a', 'src']],
])('entries %s are compared by their paths', (_, now, changed) => {
  const before = entriesOf({ a: 1, src: 'folder 1', b: 2, c: 3 });
  expect([...entriesOf(now).changesSince(before)].map(({ path }) => path)).toEqual(changed);
});

test('some files get another state, and the entries that they were taken from keep theirs', () => {
  const before = entriesOf({ a: 1, b: 2 });
  const status = { mode: 0o100644, size: 5, mtimeMs: 6, ctimeMs: 7 };
  const after = before.with([{ path: 'b', status, file: { size: 5, mtimeMs: 9 } }]);
  expect([after.get('b')?.mark, after.get('b')?.file?.mtimeMs]).toEqual(['file 5 33188 6 7', 9]);
  expect([before.get('b')?.mark, after.get('a')?.mark]).toEqual([
    'file 2 33188 1.5 2.5',
    'file 1 33188 1.5 2.5',
  ]);
});
