import { expect, test } from 'vitest';
import { problemsIn } from '../../../test/support/rendered-problems.ts';

test('dtc names a line, or the missing file', () => {
  const output = [
    'overlays/a.dts:10.13-14.6: Warning (unit_address_vs_reg): /fragment@0: node has a unit name, but no reg or ranges property',
    'a.dts:3.5: ERROR (duplicate_label): /b: Duplicate label "x" on /b and /a',
    'ERROR: Input tree has errors, aborting (use -f to force output)',
    'Error: a.dts:10.4-5 syntax error',
    'FATAL ERROR: Unable to parse input tree',
    `FATAL ERROR: Couldn't open "b.dtsi": No such file or directory`,
  ].join('\n');
  expect(problemsIn(output)).toBe(
    [
      '/source/overlays/a.dts:10: warning: /fragment@0: node has a unit name, but no reg or ranges property [unit_address_vs_reg] {dtc}',
      '/source/a.dts:3: error: /b: Duplicate label "x" on /b and /a [duplicate_label] {dtc}',
      '/source/a.dts:10: error: syntax error {dtc}',
      `/source/Makefile:1: error: Couldn't open "b.dtsi": No such file or directory {dtc, build}`,
    ].join('\n'),
  );
});

test('other programs with fatal errors are not dtc', () => {
  expect(problemsIn('FATAL ERROR: the tests failed\nERROR: it is over')).toBe('');
});
