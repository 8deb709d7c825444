import { expect, test } from 'vitest';
import { BuildOutputParser } from './build-output.ts';
import { parseFixIt } from './fix-its.ts';
import { mapPrefix } from './path-mapping.ts';

test.each([
  [
    'fix-it:"a.c":{3:2-3:9}:"strscpy"',
    { file: 'a.c', line: 3, column: 2, endLine: 3, endColumn: 9, text: 'strscpy' },
  ],
  [
    String.raw`fix-it:"a\"b\303\244.c":{1:1-1:1}:"#include <linux/x.h>\n"`,
    { file: 'a"bä.c', line: 1, column: 1, endLine: 1, endColumn: 1, text: '#include <linux/x.h>\n' },
  ],
])('%s', (line, edit) => expect(parseFixIt(line)).toEqual(edit));

test('other lines are not fix-its', () => expect(parseFixIt('fix-it: soon')).toBeUndefined());

test("the fixes of a message are the edits after it in the user's file; those of its notes are separate proposals", () => {
  const parser = new BuildOutputParser({
    paths: mapPrefix(['/build/m'], '/source'),
    startDir: '/build/m',
    kernelDir: '/kernel',
  });
  // gcc 12.2 and clang 14, with -fdiagnostics-parseable-fixits.
  const output = [
    "/build/m/a.c:3:2: error: implicit declaration of function 'strlcp'; did you mean 'strncpy'? [-Werror=implicit-function-declaration]",
    '    3 |  strlcp(x, y);',
    '      |  ^~~~~~',
    '      |  strncpy',
    'fix-it:"/build/m/a.c":{3:2-3:8}:"strncpy"',
    'a.c:7:10: warning: using the result of an assignment as a condition without parentheses [-Wparentheses]',
    '        if (a = 3)',
    '            ~~^~~',
    'a.c:7:10: note: place parentheses around the assignment to silence this warning',
    '        if (a = 3)',
    '              ^',
    '            (    )',
    'fix-it:"a.c":{7:8-7:8}:"("',
    'fix-it:"a.c":{7:13-7:13}:")"',
    '',
  ].join('\n');
  const problems = [...parser.write(output), ...parser.end()];
  expect(problems.map(({ line, edits }) => [line, edits])).toEqual([
    [3, [{ file: '/source/a.c', line: 3, column: 2, endLine: 3, endColumn: 8, text: 'strncpy' }]],
    [7, undefined],
  ]);
});
