import { expect, test } from 'vitest';
import { compileRegex, isRegexFailure, matchesRegex } from './extended-regex.ts';
import { WorkLimit } from './work.ts';

// The result of [[ text =~ regex ]] in bash 5.2 with glibc 2.36.
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
  expect(matchesRegex(regex, text, new WorkLimit(1e6))).toBe(expected);
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
  const result = compileRegex(regex, new WorkLimit(1e6));
  expect(isRegexFailure(result) && result.kind).toBe('invalid');
  expect(matchesRegex(regex, 'anything', new WorkLimit(1e6))).toBe(false);
});

test('is unknown if a group is referred to, or the pattern is too large', () => {
  expect(matchesRegex('(a)\\1', 'aa', new WorkLimit(1e6))).toBeUndefined();
  expect(matchesRegex('((x{1000}){1000}){1000}', 'x', new WorkLimit(1e6))).toBeUndefined();
});

test('does not backtrack', () => {
  const source = `${'(a*)*'.repeat(40)}b`;
  const text = 'a'.repeat(2_000);
  const enough = 10 * source.length * text.length;
  expect(matchesRegex(source, text, new WorkLimit(enough))).toBe(false);
});

test('what exceeds the limit of work is unknown', () => {
  const refused = compileRegex('a{1,9}', new WorkLimit(5));
  expect(isRegexFailure(refused) && refused.kind).toBe('unsupported');
  expect(matchesRegex('(a*)*b', 'a'.repeat(2_000), new WorkLimit(1_000))).toBeUndefined();
});
