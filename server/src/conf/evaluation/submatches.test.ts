import { expect, test } from 'vitest';
import { isRegexFailure, parseRegex } from './extended-regex.ts';
import { GroupedPattern } from './submatches.ts';
import { WorkLimit } from './work.ts';

function find(source: string, text: string): string {
  const pattern = parseRegex(source);
  const match = isRegexFailure(pattern)
    ? undefined
    : GroupedPattern.compile(pattern, new WorkLimit(1e6))?.find(text, 0);
  if (!match || typeof match === 'string') return String(match);
  const groups = [...match.groups]
    .sort(([a], [b]) => a - b)
    .map(([n, { start, end }]) => `${n}=${text.slice(start, end)}`);
  return [text.slice(match.start, match.end), ...groups].join(' ');
}

test.each([
  ['([0-9]+)\\.([0-9]+)', 'v6.12.5', '6.12 1=6 2=12'],
  ['(.*)-(.*)', '6.1.0-56-amd64', '6.1.0-56-amd64 1=6.1.0-56 2=amd64'],
  ['a(b)?c', 'ac', 'ac'],
  ['a(b(c))', 'abc', 'abc 1=bc 2=c'],
  ['(a|ab)(c|bcd)', 'abcd', 'abcd 1=a 2=bcd'],
  ['(a|ab)(bc|c)', 'abc', 'unknown'],
  ['(a*)*b', 'aab', 'unknown'],
  ['x', 'abc', 'none'],
])('%s in %s', (source, text, expected) => {
  expect(find(source, text)).toBe(expected);
});
