import { expect, test } from 'vitest';
import { clockDeviation, isClockSteadySince, type Moment, readingMs, readMoment } from './moment.ts';

const noon: Moment = { clock: 1_700_000_000_000, uptime: 50_000 };
const after = (uptimeMs: number, clockMs: number): Moment => ({
  clock: noon.clock + clockMs,
  uptime: noon.uptime + uptimeMs,
});

test.each<[string, Moment, number | undefined]>([
  ['at once', noon, readingMs],
  ['an hour later, by both', after(3_600_000, 3_600_000), readingMs + 2160],
  ['an hour later, with a clock that runs slow', after(3_600_000, 3_598_500), readingMs + 2160],
  ['a minute later, with a clock that was put back by a second', after(60_000, 59_000), undefined],
  ['a minute later, with a clock that was put forward by an hour', after(60_000, 3_660_000), undefined],
  ['after the machine was restarted', after(-40_000, 60_000), undefined],
])('%s', (_, later, deviation) => {
  expect(clockDeviation(noon, later)).toBe(deviation);
});

test('this machine tells the moment, and nobody sets its clock meanwhile', async () => {
  const now = await readMoment();
  if (!now) return expect.unreachable();
  expect(await isClockSteadySince(now)).toBe(true);
  expect(await isClockSteadySince({ ...now, clock: now.clock + 3_600_000 })).toBe(false);
});
