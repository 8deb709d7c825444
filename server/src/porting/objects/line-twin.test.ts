import { expect, test } from 'vitest';
import { lineTwin } from './line-twin.ts';

const follow = (old: readonly string[], now: readonly string[]) => (line0: number) => {
  const at = now.indexOf(old[line0] ?? '');
  return at < 0 ? undefined : at;
};

test('each line of the text before has the number that it has after', () => {
  const before = ['a();', 'old();', 'b();', 'c();', ''].join('\n');
  const after = [
    '#include <x.h>',
    'a();',
    '#if NEW',
    'fresh();',
    '#else',
    'old();',
    '#endif',
    'b();',
    'c();',
    '',
  ].join('\n');
  expect(lineTwin(before, after, follow).split('\n')).toEqual([
    ...['#line 2', 'a();', '#line 6', 'old();', '#line 8', 'b();', 'c();', ''],
  ]);
});

test('no directive stands within a continued line', () => {
  const before = ['#define X \\', '  1', 'a();'].join('\n');
  const after = ['new', '#define X \\', 'more \\', '  1', 'a();'].join('\n');
  expect(lineTwin(before, after, follow).split('\n')).toEqual([
    ...['#line 2', '#define X \\', '  1', '#line 5', 'a();'],
  ]);
});

test('a text that did not move stays as it is', () => {
  expect(lineTwin('a\nb\n', 'a\nc\n', follow)).toBe('a\nb\n');
});
