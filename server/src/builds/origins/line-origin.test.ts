import { expect, test } from 'vitest';
import { lineOrigin } from './line-origin.ts';

const original = [
  '#include <a.h>',
  '',
  'int one(void)',
  '{',
  '\treturn @ONE@;',
  '}',
  '',
  'int two;',
  '}',
  '',
];

function originOf(made: readonly string[], line: number) {
  return lineOrigin(made, line, original);
}

test('a line that was only moved is found, also among other texts', () => {
  const made = ['/* generated */', '', ...original, 'int three;'];
  expect(originOf(made, 5)).toEqual({ line: 3, isSame: true });
  expect(originOf(made, 10)).toEqual({ line: 8, isSame: true });
  expect(originOf(made, 13)).toBeUndefined();
});

test('a line in which something was filled in is found by those beside it', () => {
  const made = original.map((line) => line.replace('@ONE@', '1'));
  expect(originOf(made, 5)).toEqual({ line: 5, isSame: false });
  expect(originOf(made, 3)).toEqual({ line: 3, isSame: true });
});

test('the lines around it tell equal lines apart', () => {
  const twice = ['a();', 'same();', 'b();', 'same();', 'c();'];
  expect(lineOrigin(['b();', 'same();', 'c();'], 2, twice)).toEqual({ line: 4, isSame: true });
  expect(lineOrigin(['x();', 'same();', 'y();'], 2, twice)).toBeUndefined();
});

test('a line without evidence of its own is found between lines that have some', () => {
  const made = ['/* generated */', ...original.map((line) => line.replace('@ONE@', '1'))];
  expect(originOf(made, 7)).toEqual({ line: 6, isSame: true });
  expect(originOf(made, made.length)).toEqual({ line: original.length, isSame: true });
  made.splice(7, 0, 'int added;');
  expect(originOf(made, 8)).toBeUndefined();
});

test('a brace or a blank line alone is no evidence, nor is a line that does not exist', () => {
  expect(lineOrigin(['x', '}', 'y'], 2, original)).toBeUndefined();
  expect(originOf(original, 99)).toBeUndefined();
});
