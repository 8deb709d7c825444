import { expect, test } from 'vitest';
import type { EndedBuild, TargetResult } from '../results/target-result.ts';
import { describeBuilds, describeOverrides } from './build-lenses.ts';

function result(
  kernel: string,
  status?: EndedBuild['status'],
  more: Partial<TargetResult & EndedBuild> = {},
) {
  const { activity, isStale = false, errors = 0, warnings = 0 } = more;
  const last = { module: 'm/1', durationMs: 1, endedAt: 1, built: [], errors, warnings };
  return {
    target: { conf: '/m/dkms.conf', kernel },
    isStale,
    ...(activity && { activity }),
    ...(status && { last: { ...last, status } }),
  } satisfies TargetResult;
}

function titles(results: readonly TargetResult[], kernel: string | undefined = '6.12', ready = 2): string[] {
  return describeBuilds({ kernel, ready, results }).map(({ title, command }) =>
    command ? `${title} -> ${command}` : title,
  );
}

test('a build for the selected kernel, and for all if there are several', () => {
  expect(titles([])).toEqual(['Build for 6.12 -> dkms.build', 'Build for all 2 kernels -> dkms.buildAll']);
  expect(titles([], '6.12', 1)).toEqual(['Build for 6.12 -> dkms.build']);
});

test('no lenses without a kernel', () => {
  expect(describeBuilds({ kernel: undefined, ready: 0, results: [] })).toEqual([]);
});

test.each([
  ['one that was built', [result('6.12', 'ok')], 'built for 6.12'],
  ['one with warnings', [result('6.12', 'ok', { warnings: 1 })], 'built for 6.12 (1 warning)'],
  [
    'some that failed',
    [result('6.1', 'ok'), result('6.12', 'failed', { errors: 3 }), result('7.0', 'skipped')],
    'built for 6.1 · failed for 6.12 (3 errors) · skipped for 7.0',
  ],
  ['many', [result('6.1', 'ok'), result('6.12', 'ok')], 'built for 2 kernels'],
  ['one that was edited since', [result('6.12', 'ok', { isStale: true })], 'built for 6.12 · edited since'],
  [
    'one that goes on',
    [result('6.1', 'ok'), result('6.12', 'ok', { activity: 'running' })],
    'Build for all 2 kernels -> dkms.buildAll',
  ],
  ['one that was cancelled', [result('6.12', 'cancelled')], 'cancelled for 6.12'],
])('the last result: %s', (_name, results, title) => {
  expect(titles(results).at(-1)).toBe(title);
});

test('each override is a line that opens it', () => {
  expect(describeOverrides(['/etc/dkms/m.conf', '/etc/dkms/m--6.12.conf'])).toEqual([
    { title: 'Overridden by /etc/dkms/m.conf', command: 'dkms.openOverride', file: '/etc/dkms/m.conf' },
    {
      title: 'Overridden by /etc/dkms/m--6.12.conf',
      command: 'dkms.openOverride',
      file: '/etc/dkms/m--6.12.conf',
    },
  ]);
});
