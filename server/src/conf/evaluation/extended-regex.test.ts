import { expect, test } from 'vitest';
import { growthOf } from '../../../../test/support/growth.ts';
import { compileRegex, isRegexFailure, matchesRegex } from './extended-regex.ts';

// What bash 5.2 with glibc 2.36 answers to [[ text =~ regex ]].
test.each([
  ['^6\\.(1|12)\\.', '6.12.5', true],
  ['5.1', '5.10.0', true],
  ['^[18-19]', '20', false],
  ['a{2,3}$', 'baaa', true],
  ['a{,2}b', 'b', true],
  ['[[:digit:]]+-', '6-', true],
  ['[]x]', ']', true],
  ['[^a-c]', 'abc', false],
  ['\\d', '1', false],
  ['\\d', 'd', true],
  ['\\bfoo\\b', 'a foo b', true],
  ['\\w+\\s\\S', 'ab c', true],
  ['()', '', true],
  ['(|a)b', 'b', true],
  ['a)', 'a)', true],
  ['x$y', 'x$y', false],
  ['\\.', 'a', false],
  ['.', 'é', true],
])('%s in %j: %s', (regex, text, expected) => {
  expect(matchesRegex(regex, text)).toBe(expected);
});

test.each([
  '(',
  '*a',
  'a|*b',
  '^*',
  '[a',
  'a{2',
  'a{3,2}',
  '[b-a]',
  '[[:nope:]]',
  'a\\',
  '(?!x)',
  'a{99999}',
])('bash refuses %s, so that it matches nothing', (regex) => {
  const result = compileRegex(regex);
  expect(isRegexFailure(result) && result.kind).toBe('invalid');
  expect(matchesRegex(regex, 'anything')).toBe(false);
});

test('is not known where a group is referred to, or the pattern is too large', () => {
  expect(matchesRegex('(a)\\1', 'aa')).toBeUndefined();
  expect(matchesRegex('((x{1000}){1000}){1000}', 'x')).toBeUndefined();
});

test('does not backtrack', () => {
  const match = (length: number) => matchesRegex(`${'(a*)*'.repeat(40)}b`, 'a'.repeat(length));
  expect(match(2_000)).toBe(false);
  expect(growthOf(match, 500)).toBeLessThan(1.5);
});
