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

test.each([
  ['before clang 16', ['        return lamp_gone(lamp);', '               ^', '1 error generated.']],
  [
    'since clang 16',
    ['  415 |         return lamp_gone(lamp);', '      |                ^', '1 error generated.'],
  ],
  ['without the source', ['1 error generated.']],
])('also behind the first words of a message: %s', (_, below) => {
  const text = [
    '  CC [M]  /m/lamp.o',
    "/m/lamp.c:415:9: error: call to undeclared function 'lamp_gone'; ISO C99 and",
    '      later do not support implicit function declarations',
    '      [-Wimplicit-function-declaration]',
    ...below,
  ].join('\n');
  expect(problemsIn(text)).toBe(
    "/m/lamp.c:415:9: error: call to undeclared function 'lamp_gone'; ISO C99 and later do not support implicit function declarations [-Wimplicit-function-declaration] {clang}",
  );
});

test('the source that clang before 16 quotes below a long message is no part of it', () => {
  const text = [
    '  CC [M]  /m/lamp.o',
    "/m/lamp.c:415:7: error: no member named 'brightness_of_the_lamp' in 'struct lamp'",
    '      lamp->brightness_of_the_lamp = 3;',
    '      ^',
    '1 error generated.',
  ].join('\n');
  expect(problemsIn(text)).toBe(
    "/m/lamp.c:415:7: error: no member named 'brightness_of_the_lamp' in 'struct lamp' {clang}",
  );
});

test('a message may follow below its place, where a mail program broke the line', () => {
  const text = [
    '/var/lib/dkms/lamp/1.0/build/lamp.mod.c:10:10: fatal error: ',
    'asm/orc_header.h: No such file or directory',
    '   10 | #include <asm/orc_header.h>',
    '      |          ^~~~~~~~~~~~~~~~~~',
    'compilation terminated.',
  ].join('\n');
  expect(problemsIn(text)).toBe(
    '/var/lib/dkms/lamp/1.0/build/lamp.mod.c:10:10-28: error: asm/orc_header.h: No such file or directory {gcc}',
  );
});
