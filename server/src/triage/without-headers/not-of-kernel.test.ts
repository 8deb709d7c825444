import { expect, test } from 'vitest';
import { smallHistory } from '../../../../test/support/small-history.ts';
import type { Problem } from '../../output/problem.ts';
import { notOfKernel } from './not-of-kernel.ts';
import { parseRelease } from './release.ts';

const history = smallHistory(['5.10.1', '6.1.1', '7.3.1'], { xlamp: ['P', 'P', 'P'], xfan: ['P', '-', 'P'] });

test.each([
  ['lamp', 'symbol-not-configured (unknown)'],
  ['own', 'symbol-of-no-kernel (unknown)'],
  // Some kernels export it, so this one may be another.
  ['fan', undefined],
])('an undefined symbol: %s', (name, cause) => {
  const message = `"${name}" [/m/own.ko] undefined!`;
  const problem: Problem = {
    ...{ file: '/m/Makefile', line: 1, severity: 'error', message, tool: 'modpost', related: [] },
  };
  const release = parseRelease('5.16.11-gentoo');
  const found = notOfKernel({
    problem,
    shape: { kind: 'undefined-symbol', name },
    line: undefined,
    release,
    history,
    changes: [],
  });
  expect(found && `${found.id} (${found.confidence})`).toBe(cause);
});
