import { expect, test } from 'vitest';
import { parseMakeLog } from '../../../../test/support/make-log.ts';
import { renderProblems } from '../../../../test/support/rendered-problems.ts';

function problemsIn(text: string): string {
  return renderProblems(parseMakeLog(text).builds[0]?.problems ?? []);
}

test('clang wraps its messages at the width of a terminal', () => {
  const text = [
    'drivers/lamp/lamp.c:646:9: error:',
    "      passing 'const unsigned char *' to parameter of type 'void *'",
    '      discards qualifiers',
    '      [-Werror,-Wincompatible-pointer-types-discards-qualifiers]',
    '        memcpy(lamp->address, ours, sizeof(ours));',
    '               ^~~~~~~~~~~~~',
    '',
  ].join('\n');
  expect(problemsIn(text)).toBe(
    "drivers/lamp/lamp.c:646:9-22: error: passing 'const unsigned char *' to parameter of type 'void *' discards qualifiers [-Wincompatible-pointer-types-discards-qualifiers] {clang}",
  );
});
