import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { splitCommands, writtenCommands } from './command-words.ts';

/** The words of each command as programs get them; `undefined` for a command that only a shell understands. */
function textsOf(source: string) {
  return splitCommands(source).map((words) => {
    const texts = words.flatMap(({ text }) => text ?? []);
    return texts.length < words.length ? undefined : texts;
  });
}

test.each([
  ['gcc -c -o a.o a.c', [['gcc', '-c', '-o', 'a.o', 'a.c']]],
  [`gcc -DN='"a b"' -DM=\\"x\\" a.c`, [['gcc', '-DN="a b"', '-DM="x"', 'a.c']]],
  [
    'gcc a.c ; ./objtool a.o',
    [
      ['gcc', 'a.c'],
      ['./objtool', 'a.o'],
    ],
  ],
  ['set -e;  echo "CC $x"; gcc a.c && true', [['set', '-e'], undefined, ['gcc', 'a.c'], ['true']]],
  ['gcc $(cat flags) a.c', [undefined]],
  ['gcc a.c > log; x', [undefined, ['x']]],
  ['gcc \\\n  a.c # b\nx', [['gcc', 'a.c'], ['x']]],
  ["gcc 'never ended; gcc a.c", [undefined]],
  ['gcc "never ended; gcc a.c\\"', [undefined]],
  ['gcc a.c 2>&1; x &>log; y & z', [undefined, undefined, ['y'], ['z']]],
  ['(cd a && { b; })', [['cd', 'a'], ['b'], undefined]],
  ['', []],
])('%s', (text, commands) => expect(textsOf(text)).toEqual(commands));

test.each([
  [`make KDIR="/lib/$v" 'all' # of it`, [['make', 'KDIR="/lib/$v"', "'all'"]]],
  ['A=$(x; y) make M=${z:-a b} `p q`', [['A=$(x; y)', 'make', 'M=${z:-a b}', '`p q`']]],
  ['ma\\\nke a\\ b', [['make', 'a\\ b']]],
])('as written: %s', (text, commands) => expect(writtenCommands(text)).toEqual(commands));

test('words are split as a real shell splits them', () => {
  const words = String.raw`-DA='"x y"' "-DB=\"z\"" -DC=\'q\' a\ b 'c'"d"e -I./x "" '' "\a"`;
  const real = spawnSync('sh', ['-c', `printf '%s\\n' ${words}`], { encoding: 'utf8' }).stdout;
  expect(textsOf(words)).toEqual([real.slice(0, -1).split('\n')]);
});
