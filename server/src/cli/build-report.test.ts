import { expect, test } from 'vitest';
import type { JudgedResult } from '../workspace/results/judged-result.ts';
import { summaryText } from './build-report.ts';
import type { Writer } from './terminal.ts';

const paper = (columns: number): Writer => ({ write: () => {}, isTerminal: false, columns });

function result(name: string, kernel: string, more: Partial<JudgedResult> = {}): JudgedResult {
  return {
    ...{ module: `${name}/1.0`, path: `/${name}/dkms.conf`, kernel, status: 'ok' },
    ...{ durationMs: 2000, built: [], problems: [] },
    ...more,
  };
}

const gone = {
  file: '/a/a.c',
  line: 7,
  message: 'gone',
  severity: 'error',
  tool: 'gcc',
  related: [],
} as const;
const results = [
  result('a', '7.3.4', { status: 'failed', problems: [gone] }),
  result('a', '6.12.9', { status: 'failed', problems: [gone], knownFailure: 'old' }),
  result('a', '6.1.2', { durationMs: 125_000 }),
  result('b', '7.3.4', { status: 'skipped', reason: 'excluded' }),
  result('b', '6.12.9', { problems: [{ ...gone, file: '/b/b.c', severity: 'warning' }] }),
  result('b', '6.1.2', { status: 'cancelled' }),
];

test('each problem once with its kernels, then a table and a count', () => {
  expect(summaryText(results, 61_000, paper(100))).toBe(`
/a/a.c:7: error: gone
  on 6.12 and later
/b/b.c:7: warning: gone
  on 6.12.9

kernel  a/1.0                               b/1.0
7.3.4   failed, 1 error, 2.0 s              skipped
6.12.9  failed as expected, 1 error, 2.0 s  ok, 1 warning, 2.0 s
6.1.2   ok, 2 min 5 s                       cancelled

6 builds in 61.0 s: 2 ok, 1 failed, 1 failed as expected, 1 skipped, 1 cancelled
`);
});

test('a table that is too wide continues below', () => {
  const text = summaryText(results, 1000, paper(50));
  expect(text.match(/^kernel .*$/gm)).toEqual(['kernel  a/1.0', 'kernel  b/1.0']);
});
