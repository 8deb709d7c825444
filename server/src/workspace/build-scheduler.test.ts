import { expect, test } from 'vitest';
import { jobsWithin } from './build-scheduler.ts';

const gigabyte = 1024 ** 3;

test.each([
  [8, 16 * gigabyte, 8],
  [8, 1 * gigabyte, 3],
  [8, 0.1 * gigabyte, 1],
  [1, 16 * gigabyte, 1],
])('of %i jobs with %i bytes free, %i run', (wanted, free, jobs) => {
  expect(jobsWithin(wanted, free)).toBe(jobs);
});
