import { expect, test } from 'vitest';
import { clangdArguments } from './clangd-arguments.ts';

test('the folder of the flags is replaced, the rest stays', () => {
  expect(clangdArguments([], '/c')).toEqual(['--compile-commands-dir=/c']);
  expect(clangdArguments(['-j=2', '--compile-commands-dir=/a', '--log=info'], '/c')).toEqual([
    '-j=2',
    '--log=info',
    '--compile-commands-dir=/c',
  ]);
});
