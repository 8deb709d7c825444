import { expect, test } from 'vitest';
import type { BuildResult } from '../builds/result.ts';
import type { Cause } from '../triage/cause.ts';
import { groupErrors } from './problem-groups.ts';

function result(
  kernel: string,
  ...errors: readonly (readonly [file: string, line: number, message: string])[]
): BuildResult {
  const problems = errors.map(
    ([file, line, message]) =>
      ({ file, line, message, severity: 'error', tool: 'gcc', related: [] }) as const,
  );
  return {
    module: 'm/1',
    path: '/m/dkms.conf',
    kernel,
    status: 'failed',
    durationMs: 1,
    built: [],
    problems,
  };
}

test('an error of several kernels is one group, in order of appearance', () => {
  const groups = groupErrors([
    result('6.12', ['/m/a.c', 7, 'gone'], ['/m/b.c', 1, 'other']),
    result('7.3', ['/m/a.c', 7, 'gone'], ['/m/a.c', 7, 'gone']),
  ]);
  expect(
    groups.map((group) => `${group.file}:${group.line} ${group.message} ${group.kernels.join('+')}`),
  ).toEqual(['/m/a.c:7 gone 6.12+7.3', '/m/b.c:1 other 6.12']);
});

test('what fails alike for different causes is told for each of them', () => {
  const cause = (id: string): Cause => ({
    ...{ id, symbol: id, summary: id, verified: true, confidence: 'verified' },
    ...{ evidence: [], documented: false, fixes: [] },
  });
  const failed = (kernel: string, found?: Cause) => {
    const { problems, ...rest } = result(kernel, ['/m/a.c', 7, 'too few arguments']);
    return { ...rest, problems: problems.map((one) => ({ ...one, ...(found && { cause: found }) })) };
  };
  const groups = groupErrors([
    failed('5.10'),
    failed('6.1', cause('takes-user-namespace')),
    failed('6.12', cause('takes-mnt-idmap')),
    failed('7.3', cause('takes-mnt-idmap')),
  ]);
  expect(groups.map((group) => [group.kernels, group.cause?.id])).toEqual([
    [['5.10', '6.1'], 'takes-user-namespace'],
    [['6.12', '7.3'], 'takes-mnt-idmap'],
  ]);
  expect(new Set(groups.map(({ id }) => id)).size).toBe(2);
});

test('warnings are not grouped', () => {
  const { problems, ...rest } = result('6.1', ['/m/a.c', 1, 'unused']);
  expect(
    groupErrors([{ ...rest, problems: problems.map((one) => ({ ...one, severity: 'warning' })) }]),
  ).toEqual([]);
});

test('the kernels with a problem are described in words, relative to those that were built', () => {
  const skipped = { ...result('7.4'), status: 'skipped' as const };
  const groups = groupErrors([
    result('6.1', ['/m/c.c', 1, 'everywhere'], ['/m/a.c', 9, 'another error']),
    result('6.12', ['/m/a.c', 7, 'gone'], ['/m/c.c', 1, 'everywhere']),
    result('7.3', ['/m/a.c', 7, 'gone'], ['/m/c.c', 1, 'everywhere']),
    skipped,
  ]);
  expect(groups.map((group) => [group.message, group.onlyOn])).toEqual([
    ['everywhere', undefined],
    ['another error', '6.1 and earlier'],
    ['gone', '6.12 and later'],
  ]);
});

test('a failure whose message names the kernel or a folder of its headers is still one', () => {
  const message = (kernel: string) =>
    `No rule to make target '/k/lib/modules/${kernel}/build/x.o', needed by '/usr/src/linux-headers-${kernel}-common/y'`;
  const groups = groupErrors([
    result('5.10.1', ['/m/Makefile', 3, message('5.10.1')]),
    result('7.3.4', ['/m/Makefile', 3, message('7.3.4')]),
  ]);
  expect(groups.map(({ kernels, onlyOn }) => [kernels, onlyOn])).toEqual([[['5.10.1', '7.3.4'], undefined]]);
});

test('a kernel whose build stopped before the file says nothing about it', () => {
  const built = { ...result('5.10'), status: 'ok' as const };
  const groups = (onNewer: readonly [file: string, line: number, message: string]) =>
    groupErrors([built, result('6.12', onNewer), result('7.3', ['/m/a.c', 7, 'gone'])]).map(
      ({ message, onlyOn }) => [message, onlyOn],
    );
  expect(groups(['/m/b.c', 1, 'stops here'])).toContainEqual(['gone', '7.3']);
  expect(groups(['/m/a.c', 1, 'x.h: No such file or directory'])).toContainEqual(['gone', '7.3']);
  expect(groups(['/m/a.c', 9, 'another error'])).toContainEqual(['gone', '7.3 and later']);
});

test('a suggestion by gcc does not make it a different problem', () => {
  const groups = groupErrors([
    result('6.12', ['/m/a.c', 7, "implicit declaration of function 'a'; did you mean 'b'?"]),
    result('7.3', ['/m/a.c', 7, "implicit declaration of function 'a'; did you mean 'c'?"]),
  ]);
  expect(groups.map((group) => group.kernels)).toEqual([['6.12', '7.3']]);
});
