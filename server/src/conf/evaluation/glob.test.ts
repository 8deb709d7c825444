import { expect, test } from 'vitest';
import { compileGlob, quoteGlob } from './glob.ts';
import { WorkLimit } from './work.ts';

test.each([
  ['6.*', '6.1', true],
  ['6.*', '16.1', false],
  ['?', 'ab', false],
  ['[0-9]*', '6x', true],
  ['[!0-9]*', '6x', false],
  ['[^a]', 'b', true],
  ['[]a]', ']', true],
  ['[', '[', true],
  ['\\*', '*', true],
  ['\\*', 'a', false],
  ['@(a|b)c', 'bc', true],
  ['?(a)b', 'b', true],
  ['+(ab)', 'abab', true],
  ['*(ab)', '', true],
  ['[[:upper:]]*', 'Foo', true],
  ['a*b*c', 'axxbyyc', true],
])('%s and %s', (pattern, text, matches) => {
  expect(compileGlob(pattern, new WorkLimit(1e6))?.matchesWhole(text)).toBe(matches);
});

test('unsupported patterns, and quoted ones', () => {
  expect(compileGlob('!(a)', new WorkLimit(1e6))).toBeUndefined();
  expect(compileGlob(quoteGlob('a*[?]\\'), new WorkLimit(1e6))?.matchesWhole('a*[?]\\')).toBe(true);
});

test('text that looks like nested groups is read once, however deep', () => {
  const text = '@('.repeat(90);
  expect(compileGlob(text, new WorkLimit(100_000))?.matchesWhole(text)).toBe(true);
});
