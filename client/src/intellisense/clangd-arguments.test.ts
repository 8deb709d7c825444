import { expect, test } from 'vitest';
import { databaseFolder } from './clangd-arguments.ts';

test.each([
  [[], undefined],
  [['-j=2', '--log=info'], undefined],
  [['-j=2', '--compile-commands-dir=/a b', '--log=info'], '/a b'],
  [['-compile-commands-dir=/a', '--compile-commands-dir', '/c'], '/c'],
  [['--compile-commands-dir'], undefined],
])('the folder in %j is %j', (given, folder) => {
  expect(databaseFolder(given)).toBe(folder);
});
