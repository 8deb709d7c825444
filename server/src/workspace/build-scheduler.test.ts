import { expect, test, vi } from 'vitest';
import { loadInstalledParser } from '../../../test/support/parser.ts';
import { BuildScheduler, jobsWithin } from './build-scheduler.ts';
import { Engine } from './engine.ts';
import { parseSettings } from './settings.ts';

const gigabyte = 1024 ** 3;

test.each([
  [8, 16 * gigabyte, 8],
  [8, 1 * gigabyte, 3],
  [8, 0.1 * gigabyte, 1],
  [1, 16 * gigabyte, 1],
])('of %i jobs with %i bytes free, %i run', (wanted, free, jobs) => {
  expect(jobsWithin(wanted, free)).toBe(jobs);
});

test('observers hear of the end of a build that a fault of the program ends', async () => {
  const engine = Engine.start(await loadInstalledParser(), parseSettings(undefined).settings);
  vi.spyOn(engine, 'kernels').mockRejectedValue(new Error('a fault'));
  const builds = new BuildScheduler(engine);
  const heard: unknown[] = [];
  builds.observe({
    started: (target) => heard.push(['started', target]),
    ended: (target, result) => heard.push(['ended', target, result]),
  });
  const target = { conf: '/nowhere/dkms.conf', kernel: '6.1.0-1-amd64' };
  const listener = { output() {}, problem() {}, progress() {} };
  await expect(builds.build(target, listener, new AbortController().signal)).rejects.toThrow('a fault');
  expect(heard).toEqual([
    ['started', target],
    ['ended', target, undefined],
  ]);
  await builds.stop();
});
