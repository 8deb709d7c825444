import { expect, test } from 'vitest';
import { unplacedProblem as problem } from '../../../../test/support/explained-environment.ts';
import { environmentCauses } from './environment-causes.ts';
import { explainEnvironment } from './explain-environment.ts';

test.each([
  ['error', '-Wunused-variable', 'warning-is-error'],
  ['error', '-Wimplicit-function-declaration', undefined],
  ['warning', '-Wunused-variable', undefined],
] as const)('an %s with %s has the cause %s', (severity, code, id) => {
  const found = { ...problem("unused variable 'spare'", 'clang'), severity, code };
  expect(explainEnvironment(found, '6.8.0-45-generic', [found], environmentCauses)?.id).toBe(id);
});
