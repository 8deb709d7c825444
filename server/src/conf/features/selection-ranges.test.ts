import { expect, test } from 'vitest';
import { takeCursor } from '../../../../test/support/cursor.ts';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { openConf } from '../conf.ts';
import { findSelectionRanges } from './selection-ranges.ts';

const parser = await sharedParser;

function selections(marked: string): string[] {
  const { text, offset } = takeCursor(marked);
  return findSelectionRanges(openConf(parser, text), offset).map(({ start, end }) => text.slice(start, end));
}

test('grows from the word to the file', () => {
  expect(selections('A=1\nMAKE="make ${ker<|>nelver%-x} all"\n')).toEqual([
    'kernelver',
    '${kernelver%-x}',
    'make ${kernelver%-x} all',
    '"make ${kernelver%-x} all"',
    'MAKE="make ${kernelver%-x} all"',
    'A=1\nMAKE="make ${kernelver%-x} all"\n',
  ]);
});

test('selects the lines of the same slot together', () => {
  expect(selections('A=1\nX[0]=a\nY[0]=<|>b\nY[1]=c')).toEqual([
    'b',
    'Y[0]=b',
    'X[0]=a\nY[0]=b',
    'A=1\nX[0]=a\nY[0]=b\nY[1]=c',
  ]);
});

test('an empty file has nothing to select', () => {
  expect(selections('<|>')).toEqual([]);
});
