import { expect, test } from 'vitest';
import { findMutableState } from './mutable-state.ts';
import { isTest, sourceFiles } from './source-files.ts';

test.each([
  'let count = 0;',
  'export var count = 0;',
  'const cache = new Map<string, number>();',
  'const list: string[] = [];',
  'const table = { a: 1 };\nexport function f() { table.a = 2; }',
  'const table = [1, 2];\nconst f = () => table.sort();',
  'const inner = { list: [1] };\nfunction f() { inner.list.push(2); }',
  'const counts = { n: 0 };\nclass A { m() { counts.n++; } }',
  'const known = new Set(["a"]);\nasync function f() { for (const x of []) known.add(x); }',
  'class A { static count = 0; }',
  'class A { static readonly all = new Map(); }',
  'class A { static readonly all = new Map([[1, 1]]); m() { A.all.set(2, 2); } }',
  'import { table } from "./table.ts";\nexport function f() { delete table.x; }',
  'const word = /a/g;\nexport const f = (text: string) => word.exec(text);',
])('module-level state is recognised: %s', (text) => {
  expect(findMutableState('x.ts', text)).toHaveLength(1);
});

test.each([
  'const table = new Map([["a", 1]]);\nexport const f = () => table.get("a");',
  'const table: Record<string, number> = { a: 1 };\ntable.b = 2;\nfor (const name of ["c"]) table[name] = 3;',
  'const names = ["b", "a"];\nexport const sorted = () => [...names].sort();',
  'const list = [1];\nexport function f() { const list: number[] = []; list.push(1); return list; }',
  'const list = [1];\nexport const f = (list: number[]) => list.push(1);',
  'const word = /a/g;\nexport const f = (text: string) => text.matchAll(word);',
  'const word = /a/y;\nexport function f(text: string) { word.lastIndex = 3; return word.exec(text); }',
  'const word = /a/;\nexport const f = (text: string) => word.exec(text);',
  'class A { readonly all = new Map(); m() { this.all.set(1, 1); } }',
  'declare const injected: number;\nexport const f = () => injected;',
])('values created for each call, or once at load time, are not state: %s', (text) => {
  expect(findMutableState('x.ts', text)).toEqual([]);
});

test('no module has mutable state', () => {
  const production = [...sourceFiles('server/src'), ...sourceFiles('client/src')].filter(
    (file) => !isTest(file),
  );
  expect(production.length).toBeGreaterThan(300);
  expect(production.flatMap(({ path, text }) => findMutableState(path, text))).toEqual([]);
});
