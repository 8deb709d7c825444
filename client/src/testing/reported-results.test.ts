import { describe, expect, test } from 'vitest';
import type { EndedBuildDescription, ResultDescription } from '../../../server/src/lsp/messages.ts';
import { ReportedResults, testOutcome } from './reported-results.ts';

const built: EndedBuildDescription = {
  ...{ module: 'hello/1.0', status: 'ok', durationMs: 3210, endedAt: 7, errors: 0, warnings: 0, built: [] },
  log: '/cache/make.log',
};
const failed: EndedBuildDescription = {
  ...{ ...built, status: 'failed', errors: 2, reason: 'make ended with exit code 2.' },
  firstError: { uri: 'file:///m/a.c', line: 4, message: 'no such call' },
};

function known(
  last: EndedBuildDescription | undefined,
  more: Partial<ResultDescription> = {},
): ResultDescription {
  return { conf: 'file:///m/dkms.conf', kernel: '6.1', stale: false, ...(last && { last }), ...more };
}

describe('the state of a test', () => {
  test('a successful build has passed', () => {
    expect(testOutcome(built, '6.1')).toEqual({ state: 'passed', durationMs: 3210 });
  });

  test('a failure links to the first error', () => {
    expect(testOutcome(failed, '6.1')).toEqual({
      ...{ state: 'failed', durationMs: 3210, location: { uri: 'file:///m/a.c', line: 4 } },
      message:
        'no such call\nhello/1.0 failed to build for 6.1, with 2 errors.\nmake ended with exit code 2.',
    });
  });

  test.each<Partial<EndedBuildDescription>>([
    { status: 'skipped', reason: 'BUILD_EXCLUSIVE_KERNEL is "^5".' },
    { status: 'cancelled' },
    { status: 'failed', knownFailure: 'no port yet' },
  ])('neither passed nor failed, with the reason: %j', (last) => {
    const outcome = testOutcome({ ...built, ...last }, '6.1');
    expect(outcome.state).toBe('skipped');
    expect('note' in outcome && outcome.note).toContain('hello/1.0 for 6.1');
  });
});

describe('updates for a test', () => {
  test('report each result once', () => {
    const reported = new ReportedResults();
    expect(reported.findUpdate('a', undefined)).toBeUndefined();
    expect(reported.findUpdate('a', known(built))).toEqual({ outcome: built, isOutdated: false });
    expect(reported.findUpdate('a', known(built))).toBeUndefined();
    expect(reported.findUpdate('b', known(built))).toEqual({ outcome: built, isOutdated: false });
    expect(reported.findUpdate('a', known(failed))).toEqual({ outcome: failed, isOutdated: false });
  });

  test('leave out what its own run has already reported', () => {
    const reported = new ReportedResults();
    const { endedAt: _, ...report } = failed;
    reported.markReported('a', report);
    expect(reported.findUpdate('a', known(failed))).toBeUndefined();
  });

  test('report nothing during a build, or for a build that was cancelled before it began', () => {
    const reported = new ReportedResults();
    reported.findUpdate('a', known(built));
    expect(reported.findUpdate('a', known(built, { activity: 'waiting' }))).toBeUndefined();
    expect(reported.findUpdate('a', known(failed, { activity: 'running' }))).toBeUndefined();
    expect(reported.findUpdate('a', known(built))).toBeUndefined();
  });

  test('report that the source was edited, and that the edit was undone', () => {
    const reported = new ReportedResults();
    reported.findUpdate('a', known(failed));
    expect(reported.findUpdate('a', known(failed, { stale: true }))).toEqual({ isOutdated: true });
    expect(reported.findUpdate('a', known(failed, { stale: true }))).toBeUndefined();
    expect(reported.findUpdate('a', known(failed))).toEqual({ outcome: failed, isOutdated: false });
  });

  test('report a stale result of an earlier session as stale', () => {
    const reported = new ReportedResults();
    expect(reported.findUpdate('a', known(failed, { stale: true }))).toEqual({
      outcome: failed,
      isOutdated: true,
    });
  });

  test('report that its result was removed', () => {
    const reported = new ReportedResults();
    reported.findUpdate('a', known(built));
    expect(reported.findUpdate('a', undefined)).toEqual({ isOutdated: true });
    expect(reported.findUpdate('a', undefined)).toBeUndefined();
  });
});
