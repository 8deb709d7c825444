import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { splitCommands } from './shell-words.ts';

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
  ["gcc 'never ended", [undefined]],
  ['', []],
])('%s', (text, commands) => expect(splitCommands(text)).toEqual(commands));

test('words are those of a real shell', () => {
  const words = String.raw`-DA='"x y"' "-DB=\"z\"" -DC=\'q\' a\ b 'c'"d"e -I./x "" '' "\a"`;
  const real = spawnSync('sh', ['-c', `printf '%s\\n' ${words}`], { encoding: 'utf8' }).stdout;
  expect(splitCommands(words)).toEqual([real.slice(0, -1).split('\n')]);
});
