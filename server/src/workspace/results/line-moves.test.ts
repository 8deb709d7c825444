import { expect, test } from 'vitest';
import { growthOf } from '../../../../test/support/growth.ts';
import { followLines } from './line-moves.ts';

/** Each line of `before` with its line number in `after`, or `-`. */
function moves(before: string, after: string): string {
  const lines = [...before];
  const follow = followLines(lines, [...after]);
  return lines.map((line, line0) => `${line}${follow(line0) ?? '-'}`).join(' ');
}

test.each([
  ['nothing was edited', 'abc', 'abc', 'a0 b1 c2'],
  ['a line was edited', 'abc', 'aXc', 'a0 b- c2'],
  ['lines were put before', 'abc', 'XYabc', 'a2 b3 c4'],
  ['a line was removed', 'abc', 'ac', 'a0 b- c1'],
  ['edits at both ends', 'abcde', 'XbcYe', 'a- b1 c2 d- e4'],
  ['two edits apart, among lines that repeat', '}a}b}', '}X}a}b}Y}', '}0 a3 }4 b5 }8'],
  ['lines that changed places: one run of them stays', 'abcd', 'cdab', 'a- b- c0 d1'],
  ['all is gone', 'abc', '', 'a- b- c-'],
])('%s', (_, before, after, expected) => {
  expect(moves(before, after)).toBe(expected);
});

test('a followed line keeps its text, whatever was edited', () => {
  const before = Array.from({ length: 60 }, (_, n) => `line ${n % 7}`);
  for (let seed = 1; seed < 200; seed++) {
    const after = before
      .filter((_, n) => (n * seed) % 5 !== 0)
      .flatMap((line, n) => (n % seed ? [line] : ['new', line]));
    const follow = followLines(before, after);
    const seen = new Set<number>();
    before.forEach((line, line0) => {
      const now = follow(line0);
      if (now === undefined) return;
      expect(after[now]).toBe(line);
      expect(seen.has(now)).toBe(false);
      seen.add(now);
    });
  }
});

test('a file of 20,000 lines is followed in linear time', () => {
  const edited = (length: number) => {
    const before = Array.from({ length }, (_, n) => (n % 3 ? `statement ${n};` : '}'));
    const after = [
      '#include "x.h"',
      ...before.slice(0, length / 2),
      'edited',
      ...before.slice(length / 2 + 1),
    ];
    return followLines(before, after);
  };
  expect(growthOf(edited, 20_000)).toBeLessThan(1.7);
  const follow = edited(20_000);
  expect([follow(0), follow(9_999), follow(10_000), follow(10_001)]).toEqual([1, 10_000, undefined, 10_002]);
});
