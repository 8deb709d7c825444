import { expect, test } from 'vitest';
import { problemsIn } from '../../../test/support/rendered-problems.ts';

test('a call at the top level that is no macro is where it is called, not where its argument is defined', () => {
  const output = [
    "/build/m/own.h:14:22: error: expected declaration specifiers or '...' before string constant",
    '   14 | #define FAMILY_NAME "own"',
    '      |                     ^~~~~',
    "/build/m/a.c:263:26: note: in expansion of macro 'FAMILY_NAME'",
    '  263 | MODULE_ALIAS_GENL_FAMILY(FAMILY_NAME);',
    '      |                          ^~~~~~~~~~~',
  ].join('\n');
  expect(problemsIn(`${output}\n`)).toBe(
    [
      "/source/a.c:263:26-37: error: expected declaration specifiers or '...' before string constant {gcc}",
      '    /source/own.h:14:22: reported here',
    ].join('\n'),
  );
});

test('a call at the top level whose macro is defined stays where its message is', () => {
  const output = [
    "/build/m/own.h:14:22: error: expected declaration specifiers or '...' before string constant",
    "/build/m/a.c:263:26: note: in expansion of macro 'FAMILY_NAME'",
    "/build/m/a.c:263:1: note: in expansion of macro 'MODULE_ALIAS_GENL_FAMILY'",
  ].join('\n');
  expect(problemsIn(`${output}\n`)).toContain('/source/own.h:14:22: error');
});
