import { expect, test } from 'vitest';
import { problemsIn } from '../../../test/support/rendered-problems.ts';

test("sparse uses gcc's format with its own phrases", () => {
  const output = [
    '  CHECK   /build/m/a.c',
    "/build/m/a.c:12:5: warning: symbol 'x' was not declared. Should it be static?",
    '/build/m/a.c:20:9: warning: incorrect type in assignment (different address spaces)',
    '/build/m/a.c:20:9:    expected int *p',
    '/build/m/a.c:20:9:    got int [noderef] __user *',
    "/build/m/a.c:31:1: warning: context imbalance in 'f' - wrong count at exit",
    '',
  ].join('\n');
  expect(problemsIn(output)).toBe(
    [
      "/source/a.c:12:5: warning: symbol 'x' was not declared. Should it be static? {sparse}",
      '/source/a.c:20:9: warning: incorrect type in assignment (different address spaces), expected int *p, got int [noderef] __user * {sparse}',
      "/source/a.c:31:1: warning: context imbalance in 'f' - wrong count at exit {sparse}",
    ].join('\n'),
  );
});

test('smatch names the function', () => {
  const output = [
    "/build/m/a.c:12 probe() error: we previously assumed 'p' could be null (see line 10)",
    '/build/m/a.c:14 probe() warn: inconsistent indenting',
    '',
  ].join('\n');
  expect(problemsIn(output)).toBe(
    [
      "/source/a.c:12: error: probe(): we previously assumed 'p' could be null (see line 10) {sparse}",
      '/source/a.c:14: warning: probe(): inconsistent indenting {sparse}',
    ].join('\n'),
  );
});
