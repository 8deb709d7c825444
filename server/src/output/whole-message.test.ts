import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemsIn } from '../../../test/support/rendered-problems.ts';
import { findWholeMessage } from './whole-message.ts';

const chain = 'In file included from /build/m/a.c:3:\n';
const inHeader =
  '/kernel/include/linux/x.h:5:9: warning: unused lamp [-Wunused]\n    5 |   lamp;\n      |   ^~~~\n';

test.each([
  ['a message with its quotation', inHeader, 3],
  ['the function before it', `/kernel/include/linux/x.h: In function 'lamp':\n${inHeader}`, 4],
  ['the chain of files before it', `${chain}${inHeader}`, 4],
  [
    'a chain of several files',
    `${chain.replace('3:', '3,')}                 from /build/m/b.c:1:\n${inHeader}`,
    5,
  ],
  ['a function before it', `${chain}/kernel/include/linux/x.h: In function 'lamp':\n${inHeader}`, 5],
  ['a note behind it', `${inHeader}/build/m/a.c:7:1: note: declared here\n`, 4],
  ['a note with a chain of its own', `${inHeader}${chain}/build/m/a.h:7:1: note: declared here\n`, 5],
  ['a line of sparse that goes on', `${inHeader}/kernel/include/linux/x.h:5:9:    expected lamp\n`, 4],
  ["clang's bare quotation", '/build/m/a.c:3:1: error: no lamp\nlamp: on;\n      ^~\n', 3],
])('a whole message is: %s', (_, text, lines) => {
  for (const next of [
    'make: done\nmake: done\n',
    '  CC [M]  b.o\nmake: done\n',
    `${chain}${inHeader}make: done\n`,
  ])
    expect(findWholeMessage(`${text}${next}`, 0)).toMatchObject({ end: text.length, lines });
});

test.each([
  ['one whose end is not there yet', inHeader],
  ['a chain before a note', `${chain}/build/m/a.h:7:1: note: declared here\nmake: done\n`],
  ['a line of kbuild', '  CC [M]  a.o\nmake: done\n'],
  ['the marks of a quotation', '      |   ^~~~\nmake: done\n'],
])('no whole message is: %s', (_, text) => {
  expect(findWholeMessage(text, 0)).toBeUndefined();
});

describe('what is printed again', () => {
  test('is reported once for each line of the user that leads to it', () => {
    const other = inHeader.replace('5:9', '6:9');
    const text = `${chain}${inHeader}${other}  CC [M]  b.o\n${chain.replace('a.c', 'b.c')}${inHeader}${other}`;
    expect(problemsIn(text + text).split('\n')).toHaveLength(4);
    expect(problemsIn(text + text)).toBe(problemsIn(text));
  });

  test('in another folder is about another file', () => {
    const message = 'a.c:3:1: error: no lamp\n';
    const folders = ['x', 'y', 'x'].map(
      (name) =>
        `make: Entering directory '/build/m/${name}'\n${message}make: Leaving directory '/build/m/${name}'\n`,
    );
    expect(problemsIn(folders.join(''))).toBe(
      ['/source/x/a.c:3:1: error: no lamp {gcc}', '/source/y/a.c:3:1: error: no lamp {gcc}'].join('\n'),
    );
  });

  test('by modpost in another folder is about another module', () => {
    const message = 'ERROR: modpost: "lamp" [lamp.ko] undefined!\n';
    const folders = ['x', 'y', 'x', 'y', 'x'].map(
      (name) => `  MODPOST /build/m/${name}/Module.symvers\n${message}`,
    );
    expect(problemsIn(folders.join('')).split('\n')).toHaveLength(2);
  });

  test('is the end of a message, too, whatever line it is', () => {
    const message = '/build/m/a.c:3:1: error: no lamp\n    3 | lamp\n      | ^~~~\n';
    const last = 'sample.o: warning: objtool: lamp+0x1: return with modified stack frame\n';
    const text = [2, 3, 4].map((line) => message.replaceAll('3', String(line)) + last).join('');
    expect(
      problemsIn(text)
        .split('\n')
        .filter((line) => line.includes('a.c')),
    ).toHaveLength(3);
  });

  const folder = resolve(import.meta.dirname, '../../../test/logs');

  test('changes nothing about the problems of the captured logs', () => {
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.log'))) {
      const messages = readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => !/^(?:make|#|DKMS)|recipe|\*\*\*/.test(line))
        .join('\n');
      const once = problemsIn(`${messages}\n`);
      expect(problemsIn(`${messages}\n${messages}\n`), name).toBe(once);
    }
  });
});
