import { expect, test } from 'vitest';
import { alignArguments, alignDefines } from './align-arguments.ts';

test('continued lines stand under their parenthesis again, also under the inner one of two', () => {
  const old = [
    'int old_f(int a,',
    '\t  int b)',
    'x = old_f(f(1,',
    '\t    2), "(",',
    '\t  3); /* ( */',
    '',
  ].join('\n');
  expect(alignArguments(old, old.replaceAll('old_f', 'longer_name'))).toBe(
    [
      'int longer_name(int a,',
      '\t\tint b)',
      'x = longer_name(f(1,',
      '\t\t  2), "(",',
      '\t\t3); /* ( */',
      '',
    ].join('\n'),
  );
  // A line that did not stand under a parenthesis stays.
  expect(alignArguments('int older(\n\tint b)', 'int new_name(\n\tint b)')).toBe('int new_name(\n\tint b)');
});

test('the values of #define lines stand in one column, a tab at least behind the longest name', () => {
  expect(alignDefines('#define A_ONE\t1\n#define A_LONGER\t2\n\n#define B\t\t3\n')).toBe(
    '#define A_ONE\t\t1\n#define A_LONGER\t2\n\n#define B\t3\n',
  );
});
