import { expect, test } from 'vitest';
import type { Cause } from '../../triage/cause.ts';
import { type GroupableResult, groupErrors } from '../problem-groups.ts';
import { groupByCause } from './cause-groups.ts';
import type { ProblemWithCause } from './explained-results.ts';

function cause(id: string): Cause {
  return {
    ...{ id, symbol: id, summary: id, verified: true, confidence: 'verified' },
    ...{ evidence: [], documented: false, fixes: [] },
  };
}

function error(line: number, message: string, more: Partial<ProblemWithCause> = {}): ProblemWithCause {
  return { file: '/m/a.c', line, message, severity: 'error', tool: 'gcc', related: [], ...more };
}

function result(kernel: string, ...problems: readonly ProblemWithCause[]): GroupableResult {
  const status = problems.length > 0 ? 'failed' : 'ok';
  return { module: 'm/1', path: '/m/dkms.conf', kernel, status, durationMs: 1, built: [], problems };
}

const root = error(7, 'no semaphore', { cause: cause('define-semaphore') });
const results = [
  result('5.10'),
  result('6.1'),
  result('6.12', root, error(20, 'undeclared', { follows: root }), error(30, 'own mistake')),
  result(
    '7.3',
    root,
    error(9, 'gone', { cause: cause('del-timer') }),
    error(11, 'gone too', { cause: cause('del-timer') }),
  ),
];

test('a cause is listed once, with its kernels, locations and the kernels that build', () => {
  expect(
    groupByCause(results).map(({ cause: { id }, onlyOn, builtOn, problems }) => [
      id,
      onlyOn,
      builtOn,
      problems.map(({ line }) => line),
    ]),
  ).toEqual([
    ['define-semaphore', '6.12 and later', ['5.10', '6.1'], [7]],
    ['del-timer', '7.3 and later', ['5.10', '6.1'], [9, 11]],
  ]);
});

test('consequences of a problem are counted there and are not a group', () => {
  expect(groupErrors(results).map(({ message, followers }) => [message, followers])).toEqual([
    ['no semaphore', 1],
    ['own mistake', undefined],
    ['gone', undefined],
    ['gone too', undefined],
  ]);
});
