import { expect, test } from 'vitest';
import { splitFields } from './splitting.ts';

test.each([
  ['  a  b ', ' \t\n', undefined, ['a', 'b']],
  ['a.b..c.', '.', undefined, ['a', 'b', '', 'c']],
  ['.a', '.', undefined, ['', 'a']],
  ['a . b', ' .', undefined, ['a', 'b']],
  ['a b', '', undefined, ['a b']],
  ['', '.', undefined, []],
  ['1.2.3.4', '.', 3, ['1', '2', '3.4']],
  ['1.2.3.', '.', 3, ['1', '2', '3']],
  ['a  b c ', ' ', 2, ['a', 'b c']],
])('%j at %j', (text, separators, most, expected) => {
  expect(splitFields(text, separators, most)).toEqual(expected);
});
