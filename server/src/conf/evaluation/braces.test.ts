import { expect, test } from 'vitest';
import { expandBraces } from './braces.ts';

function expand(text: string): string[] | undefined {
  const words = expandBraces({ start: 0, end: text.length, parts: [{ kind: 'text', text, quoted: false }] });
  return words?.map(({ parts }) => parts.map((part) => (part.kind === 'text' ? part.text : '?')).join(''));
}

test.each([
  ['a{b,c}d', ['abd', 'acd']],
  ['{a,b}{1,2}', ['a1', 'a2', 'b1', 'b2']],
  ['{a,{b,c}}', ['a', 'b', 'c']],
  ['{1..3}', ['1', '2', '3']],
  ['{3..1}', ['3', '2', '1']],
  ['{01..03}', ['01', '02', '03']],
  ['{0..10..5}', ['0', '5', '10']],
  ['{-1..1}', ['-1', '0', '1']],
  ['{a}', ['{a}']],
  ['{a,b', ['{a,b']],
  ['a{,b}', ['a', 'ab']],
])('%s', (text, expected) => {
  expect(expand(text)).toEqual(expected);
});

test('too many words make the result unknown', () => {
  expect(expand('{1..200}{1..200}')).toBeUndefined();
});
