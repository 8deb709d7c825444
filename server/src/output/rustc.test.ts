import { expect, test } from 'vitest';
import { problemsIn } from '../../../test/support/rendered-problems.ts';

test('an error of rustc is located by the line below it', () => {
  const output = [
    'error[E0425]: cannot find value `lamp` in this scope',
    '  --> /build/m/lamp.rs:12:9',
    '   |',
    '12 |         lamp;',
    '   |         ^^^^ not found in this scope',
    '   = help: consider something else',
    '',
    'error: aborting due to 1 previous error',
    '',
  ].join('\n');
  expect(problemsIn(output)).toBe(
    [
      '/source/lamp.rs:12:9: error: cannot find value `lamp` in this scope [E0425] {rustc}',
      '    /source/lamp.rs:12:9: help: consider something else',
    ].join('\n'),
  );
});

test("one without a location is reported, and other programs' lines are not mistaken for it", () => {
  expect(problemsIn("error[E0463]: can't find crate for `core`\n")).toContain(
    "error: can't find crate for `core`",
  );
  expect(problemsIn('error: something else\n')).toBe('');
  expect(problemsIn('warning: overriding commands\n')).toBe('');
});
