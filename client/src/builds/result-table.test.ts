import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { BuildReport } from '../../../server/src/lsp/messages.ts';
import { resultTable, summary } from './result-table.ts';

const report: BuildReport = {
  ...{ run: '1', module: 'hello/1.0', kernel: '6.1.0-56-amd64', status: 'ok', durationMs: 3210 },
  ...{ errors: 0, warnings: 0, built: [] },
};

test('one aligned line for each build, with its details', () => {
  const table = resultTable([
    { ...report, warnings: 1 },
    { ...report, kernel: '6.12.117+deb12-amd64', status: 'failed', errors: 2, reason: 'make failed.' },
    { ...report, kernel: '7.3.0', status: 'failed', reason: 'Its headers are gone.' },
    { ...report, kernel: '7.4.0', status: 'failed', errors: 1, knownFailure: 'no port yet' },
    { ...report, kernel: '5.10', module: 'a/1', status: 'skipped', reason: 'BUILD_EXCLUSIVE_KERNEL.' },
    { ...report, kernel: '5.11', knownFailure: 'was broken' },
  ]);
  expect(stripVTControlCharacters(table)).toBe(`\
hello/1.0  6.1.0-56-amd64        ok             3.2 s  1 warning
hello/1.0  6.12.117+deb12-amd64  failed         3.2 s  2 errors
hello/1.0  7.3.0                 failed         3.2 s  Its headers are gone.
hello/1.0  7.4.0                 known to fail  3.2 s  1 error  no port yet
a/1        5.10                  skipped        3.2 s  BUILD_EXCLUSIVE_KERNEL.
hello/1.0  5.11                  ok             3.2 s  builds now; remove it from the known failures (was broken)

2 built, 2 failed, 1 known to fail, 1 skipped
`);
  expect(table).toContain('\u001b[31mfailed       \u001b[0m');
});

test('a run without builds says so', () => {
  expect(summary([])).toBe('nothing was built');
});
