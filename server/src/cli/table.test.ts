import { styleText } from 'node:util';
import { expect, test } from 'vitest';
import { tableRows, tableWidth } from './table.ts';

test('columns are as wide as their widest cell, ignoring colours, and no row ends in blanks', () => {
  const red = styleText('red', 'bad', { validateStream: false });
  const columns = [
    ['', 'one', 'two'],
    ['a', red, 'better'],
    ['x', 'y'],
  ];
  expect(tableRows(columns)).toEqual(['     a       x', `one  ${red}     y`, 'two  better']);
  expect(tableWidth(columns)).toBe(14);
  expect([tableRows([]), tableWidth([[]])]).toEqual([[], 0]);
});
