import { expect, test } from 'vitest';
import { listFirst, plural } from './plural.ts';

test('one is singular', () => {
  expect([0, 1, 2].map((count) => plural(count, 'build'))).toEqual(['0 builds', '1 build', '2 builds']);
});

test('a long list says how many more there are', () => {
  expect(listFirst([])).toBe('');
  expect(listFirst(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, d, e');
  expect(listFirst(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d, e and 2 more');
});
