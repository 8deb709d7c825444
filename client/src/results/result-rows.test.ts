import { describe, expect, test } from 'vitest';
import type {
  EndedBuildDescription,
  EndedLoadTest,
  ResultDescription,
} from '../../../server/src/lsp/messages.ts';
import { builtRow, type CellState, cellRow, errorRow, loadRow, moduleRow, sizeText } from './result-rows.ts';

const ended: EndedBuildDescription = {
  ...{ module: 'hello/1.0', status: 'ok', durationMs: 3210, endedAt: 0, errors: 0, warnings: 0 },
  built: [{ name: 'hello', path: '/cache/hello.ko' }],
  log: '/cache/make.log',
};

function cell(
  last: Partial<EndedBuildDescription> | undefined,
  more: Partial<ResultDescription> = {},
): CellState {
  const result: ResultDescription = {
    ...{ conf: 'file:///m/dkms.conf', kernel: '6.1', stale: false },
    ...(last && { last: { ...ended, ...last } }),
    ...more,
  };
  return { kernel: '6.1', result, progress: undefined };
}

const loaded: EndedLoadTest = {
  ...{ status: 'ok', durationMs: 9000, endedAt: 0, errors: 0, warnings: 0, log: '/cache/console.log' },
};

const failed: Partial<EndedBuildDescription> = {
  ...{ status: 'failed', errors: 2, built: [], reason: 'make ended with exit code 2.' },
  firstError: { uri: 'file:///m/a.c', line: 4, message: 'no such call' },
};

describe('the row of a kernel', () => {
  test.each<[string, CellState, string]>([
    ['not built', { ...cell(undefined), result: undefined }, 'circle-outline | not built yet | result idle'],
    ['waiting', cell(undefined, { activity: 'waiting' }), 'history | waiting | result busy'],
    ['just begun', cell(undefined, { activity: 'running' }), 'sync~spin | starting | result busy'],
    [
      'running',
      {
        ...cell(undefined, { activity: 'running' }),
        progress: {
          ...{ run: '1', conf: 'file:///dkms.conf', kernel: '6.1' },
          ...{ phase: 'building', objects: 12, file: 'main.o' },
        },
      },
      'sync~spin | 12 objects, main.o | result busy',
    ],
    ['built', cell({}), 'pass | 3.2 s | result idle ok log built'],
    ['built with warnings', cell({ warnings: 1 }), 'warning | 1 warning · 3.2 s | result idle ok log built'],
    ['failed', cell(failed), 'error | failed · 2 errors · 3.2 s | result idle failed log error'],
    [
      'known to fail',
      cell({ ...failed, knownFailure: 'no port yet' }),
      'issue-draft | known to fail: no port yet · 2 errors · 3.2 s | result idle failed log error',
    ],
    [
      'known to fail, and built',
      cell({ knownFailure: 'x' }),
      'pass | builds now · 3.2 s | result idle ok log built',
    ],
    [
      'skipped',
      cell({ status: 'skipped', reason: 'BUILD_EXCLUSIVE_KERNEL leaves it out.', built: [] }),
      'debug-step-over | skipped · BUILD_EXCLUSIVE_KERNEL leaves it out. | result idle skipped log',
    ],
    [
      'cancelled',
      cell({ status: 'cancelled', built: [] }),
      'circle-slash | cancelled | result idle cancelled log',
    ],
    ['stale', cell({}, { stale: true }), 'pass | edited since · 3.2 s | result idle ok log built'],
    ['loaded', cell({ load: loaded }), 'pass | loads · 3.2 s | result idle ok log built'],
    [
      'not loaded',
      cell({ load: { ...loaded, status: 'failed', errors: 1, reason: 'kernel BUG' } }),
      'error | load test failed · 3.2 s | result idle ok log built',
    ],
    [
      'built again',
      cell(failed, { activity: 'running' }),
      'sync~spin | starting | result busy failed log error',
    ],
  ])('%s', (_, state, expected) => {
    const { icon, description, context } = cellRow(state, 'hello');
    expect(`${icon} | ${description} | ${context}`).toBe(expected);
  });

  test.each<[CellState, string]>([
    [cell({ warnings: 1 }, { stale: true }), 'hello for 6.1: built, edited since, 1 warning, 3.2 s'],
    [cell(failed), 'hello for 6.1: failed, 2 errors, 3.2 s'],
  ])('has an accessible label without its icon: %#', (state, expected) => {
    expect(cellRow(state, 'hello').accessibleLabel).toBe(expected);
  });

  test('a stale result has no colour', () => {
    expect(cellRow(cell(failed), 'hello').colour).toBe('testing.iconFailed');
    expect(cellRow(cell(failed, { stale: true }), 'hello').colour).toBe('disabledForeground');
  });

  test('its tooltip shows the whole text, not interpreted as Markdown', () => {
    expect(cellRow(cell({ ...failed, reason: 'no `x*` in <a>' }, { stale: true }), 'hello').tooltip).toEqual([
      '**hello/1.0** failed to build for 6.1.',
      'The source has been edited since this build.',
      'no \\`x\\*\\` in \\<a\\>',
      '2 errors.',
      'Log: `/cache/make.log`',
    ]);
  });
});

describe('the row of a module', () => {
  test.each<[string, readonly CellState[], string]>([
    ['nothing built', [cell(undefined), cell(undefined)], 'package | not built yet | module'],
    ['all built', [cell({}), cell({})], 'pass | 2 built | module ended'],
    ['some failed', [cell({}), cell(failed)], 'error | 1 built, 1 failed | module failed ended'],
    [
      'known to fail',
      [cell({}), cell({ ...failed, knownFailure: 'x' })],
      'pass | 1 built, 1 known to fail | module ended',
    ],
    [
      'building',
      [cell({}), cell(failed, { activity: 'running' })],
      'sync~spin | building, 1 kernel to go | module busy failed ended',
    ],
    [
      'not loaded',
      [cell({ load: { ...loaded, status: 'failed' } }), cell({})],
      'error | 2 built · 1 load test failed | module ended',
    ],
    ['all stale', [cell({}, { stale: true })], 'pass | 1 built · edited since | module ended'],
  ])('%s', (_, cells, expected) => {
    const { icon, description, context } = moduleRow('hello', 'hello/dkms.conf', cells);
    expect(`${icon} | ${description} | ${context}`).toBe(expected);
  });
});

test('the row of a load test says what to open and how it ended', () => {
  const problem = { uri: 'file:///m/a.c', line: 4, message: 'WARNING in f' };
  const rows = [
    loadRow(loaded, false),
    loadRow({ ...loaded, warnings: 1, firstProblem: problem }, false),
    loadRow({ ...loaded, status: 'failed', reason: 'It hangs.', firstProblem: problem }, true),
  ];
  expect(rows.map(({ icon, description, context }) => `${icon} | ${description} | ${context}`)).toEqual([
    'pass | 9.0 s | load log',
    'warning | 1 warning · 9.0 s | load error log',
    'error | failed · It hangs. · 9.0 s | load error log',
  ]);
  expect(rows[0]?.accessibleLabel).toBe('Load test: passed, 9.0 s');
});

test('a built module shows its size and its modinfo output', () => {
  const row = builtRow({
    ...{ name: 'hello', path: '/cache/hello.ko', size: 312_400 },
    modinfo: { vermagic: '6.1 SMP', depends: '', alias: 'usb:v1' },
  });
  expect([row.label, row.description]).toEqual(['hello.ko', '312 kB']);
  expect(row.tooltip).toEqual([
    '`/cache/hello.ko`',
    '| modinfo | |\n| :-- | :-- |\n| vermagic | 6.1 SMP |\n| depends | – |',
  ]);
});

test('sizes', () => {
  expect([12, 999, 1000, 999_499, 999_500, 12_345_678].map(sizeText)).toEqual([
    '12 bytes',
    '999 bytes',
    '1 kB',
    '999 kB',
    '1.0 MB',
    '12.3 MB',
  ]);
});

test('the label of the first error includes its location', () => {
  expect(errorRow('no such call', 'a.c:5', false).accessibleLabel).toBe(
    'First error: no such call, in a.c:5',
  );
  expect(errorRow('no such call', 'a.c:5', true).colour).toBe('disabledForeground');
});
