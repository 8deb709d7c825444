import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { BuildReport } from '../../../server/src/lsp/messages.ts';
import { durationText, exitCode, failureText, progressText, terminalText, verdict } from './build-text.ts';

const report: BuildReport = {
  run: '1',
  module: 'hello/1.0',
  kernel: '6.1.0-56-amd64',
  status: 'ok',
  durationMs: 3210,
  errors: 0,
  warnings: 0,
  built: [{ name: 'hello', path: '/cache/hello.ko' }],
  log: '/cache/make.log',
};

describe('the verdict', () => {
  test.each<[string, Partial<BuildReport>, string]>([
    ['ok', {}, 'Built hello/1.0 for 6.1.0-56-amd64 in 3.2 s.\n/cache/hello.ko\n'],
    [
      'ok with warnings',
      { warnings: 1, durationMs: 83_000 },
      'Built hello/1.0 for 6.1.0-56-amd64 in 1 min 23 s, with 1 warning.\n/cache/hello.ko\n',
    ],
    [
      'failed',
      { status: 'failed', errors: 2, warnings: 1, built: [], reason: 'make ended with exit code 2.' },
      'Failed to build hello/1.0 for 6.1.0-56-amd64: 2 errors and 1 warning, after 3.2 s.\nmake ended with exit code 2.\nLog: /cache/make.log\n',
    ],
    [
      'skipped',
      { status: 'skipped', built: [], reason: 'BUILD_EXCLUSIVE_KERNEL leaves it out.' },
      'Skipped hello/1.0 for 6.1.0-56-amd64. BUILD_EXCLUSIVE_KERNEL leaves it out.\n',
    ],
    [
      'cancelled',
      { status: 'cancelled', built: [] },
      'Cancelled the build of hello/1.0 for 6.1.0-56-amd64 after 3.2 s.\n',
    ],
  ])('%s', (_, more, expected) => {
    expect(stripVTControlCharacters(verdict({ ...report, ...more }))).toBe(expected);
  });

  test('is red if the build failed', () => {
    expect(verdict({ ...report, status: 'failed' }).startsWith('\u001b[1;31m')).toBe(true);
  });
});

test('exit codes are those of a shell', () => {
  expect((['ok', 'skipped', 'failed', 'cancelled'] as const).map(exitCode)).toEqual([0, 0, 1, 130]);
});

test('lines end with a carriage return for the terminal', () => {
  expect(terminalText('a\nb\r\nc\rd')).toBe('a\r\nb\r\nc\rd');
});

test('durations', () => {
  expect([40, 59_940, 60_000, 125_400].map(durationText)).toEqual([
    '0.0 s',
    '59.9 s',
    '1 min 0 s',
    '2 min 5 s',
  ]);
});

test('progress', () => {
  const step = { run: '1', conf: 'file:///dkms.conf', kernel: '6.1', objects: 0 };
  expect([
    progressText({ ...step, phase: 'staging' }),
    progressText({ ...step, phase: 'building' }),
    progressText({ ...step, phase: 'building', objects: 1 }),
    progressText({ ...step, phase: 'building', objects: 12, file: 'core/main.o' }),
  ]).toEqual(['copying the source', 'compiling', '1 object', '12 objects, core/main.o']);
});

test('the message about a failed build begins with its first error', () => {
  const failed: BuildReport = {
    ...report,
    ...{ status: 'failed', errors: 2, built: [], reason: 'make ended with exit code 2.' },
    firstError: { uri: 'file:///m/a.c', line: 4, message: 'no such call' },
  };
  expect(failureText(failed)).toBe(
    'no such call\nhello/1.0 failed to build for 6.1.0-56-amd64, with 2 errors.\nmake ended with exit code 2.',
  );
});
