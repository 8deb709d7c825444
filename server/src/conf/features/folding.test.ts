import { expect, test } from 'vitest';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { openConf } from '../conf.ts';
import { findFolds } from './folding.ts';

const parser = await sharedParser;

function folds(text: string): string[] {
  return findFolds(openConf(parser, text)).map(
    ({ kind, startLine, endLine }) => `${kind} ${startLine + 1}-${endLine + 1}`,
  );
}

test('comments of several lines fold, each block on its own', () => {
  expect(folds('# a\n# b\n# c\n\n# d\nx=1 # e\n# f\n# g')).toEqual(['comment 1-3', 'comment 7-8']);
});

test('values of several lines fold to their last line', () => {
  expect(folds('MAKE="make \\\n  a \\\n  b"\nx=1')).toEqual(['block 1-3']);
  expect(folds("MAKE='make\n all'\n")).toEqual(['block 1-2']);
});

test('blocks fold and keep their closing word visible', () => {
  expect(folds('if a; then\n  x=1\nelse\n  x=2\nfi')).toEqual(['block 1-4', 'block 3-4']);
  expect(folds('for i in a; do\n  x=1\n  y=2\ndone')).toEqual(['block 1-3']);
  expect(folds('f() {\n  x=1\n}\n')).toEqual(['block 1-2']);
  expect(folds('PATCH=(\n  a\n  b\n)')).toContain('block 1-3');
});

test('the directives of one module fold', () => {
  expect(
    folds(
      'BUILT_MODULE_NAME[0]=a\nDEST_MODULE_LOCATION[0]=/x\nBUILT_MODULE_NAME[1]=b\n\nDEST_MODULE_LOCATION[1]=/x',
    ),
  ).toEqual(['block 1-2']);
});
