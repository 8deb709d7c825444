import { expect, test } from 'vitest';
import { plural } from './plural.ts';

test('one is singular', () => {
  expect([0, 1, 2].map((count) => plural(count, 'build'))).toEqual(['0 builds', '1 build', '2 builds']);
});
