import { expect, test } from 'vitest';
import { unplacedProblem as problem } from '../../../../test/support/explained-environment.ts';
import { environmentCauses } from './environment-causes.ts';
import { explainEnvironment } from './explain-environment.ts';

test.each([
  ['/usr/src/linux-headers-6.8.0-45-generic/scripts/Makefile.modfinal', 'blank-in-path'],
  ['/m/.lamp.ko.cmd', 'blank-in-path'],
  ['/m/Makefile', undefined],
])('a rule with two colons in %s has the cause %s', (file, id) => {
  const found = { ...problem("target pattern contains no '%'", 'make'), file, line: 1 };
  expect(explainEnvironment(found, '6.8.0-45-generic', [found], environmentCauses)?.id).toBe(id);
});
