import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { until } from '../../../test/support/waiting.ts';
import type { Kernel } from '../kernels/kernel.ts';
import { NewKernels } from './new-kernels.ts';

let folder: string;
let told: string[];
let made: NewKernels | undefined;
/** What another look finds. */
let again: () => readonly Kernel[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'new-kernels-'));
  told = [];
  again = () => [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  made?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function kernel(release: string, status: Kernel['status'] = 'ready'): Kernel {
  const buildDir = join(folder, release);
  mkdirSync(join(buildDir, 'include/linux'), { recursive: true });
  return { release, version: release, arch: 'x86_64', buildDir, status, running: false };
}

function watching(settledMs: number, known?: readonly string[]): NewKernels {
  made = new NewKernels({
    ...{ settledMs, ...(known && { known }) },
    lookAgain: () => void made?.look(again()),
    appeared: (kernels) => told.push(kernels.map((one) => one.release).join('+')),
  });
  return made;
}

test('in the first session of all, what is there is no news', async () => {
  const news = watching(0);
  await news.look([kernel('6.1'), kernel('6.12')]);
  await news.look([kernel('6.1'), kernel('6.12'), kernel('7.3')]);
  expect(told).toEqual(['7.3']);
});

test('later, what came between two sessions is', async () => {
  await watching(0, ['6.1']).look([kernel('6.1'), kernel('6.12'), kernel('7.3')]);
  expect(told).toEqual(['6.12+7.3']);
});

test('each is told once, also when it went and came again', async () => {
  const news = watching(0, []);
  for (const list of [[kernel('6.1')], [], [kernel('6.1')]]) await news.look(list);
  expect(told).toEqual(['6.1']);
});

test('what comes in sight by another setting is no news', async () => {
  const news = watching(0, []);
  news.know([kernel('6.1'), kernel('6.12', 'broken')]);
  await news.look([kernel('6.1'), kernel('6.12')]);
  expect(told).toEqual(['6.12']);
});

test('one without usable headers is told when it has them', async () => {
  const news = watching(0);
  await news.look([kernel('6.1', 'no-headers')]);
  await news.look([kernel('6.1', 'broken')]);
  expect(told).toEqual([]);
  await news.look([kernel('6.1')]);
  expect(told).toEqual(['6.1']);
});

/** While the clock stands still, what is written now is just being written. */
function stopClock(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
}

function goOn(): void {
  vi.setSystemTime(Date.now() + 3_600_000);
}

test('headers that are still being written are waited for', async () => {
  stopClock();
  const news = watching(20, []);
  const one = kernel('6.1');
  again = () => [one];
  for (let file = 0; file < 8; file++) {
    writeFileSync(join(one.buildDir, 'include/linux', `${file}.h`), '');
    await news.look([one]);
  }
  expect(told).toEqual([]);
  goOn();
  await expect.poll(() => told).toEqual(['6.1']);
});

test('headers that can’t be used yet are looked at again while they are being written, and no longer', async () => {
  stopClock();
  const one = kernel('6.1', 'broken');
  let looks = 0;
  again = () => {
    looks++;
    return [looks < 3 ? one : { ...one, status: 'ready' }];
  };
  const news = watching(20, []);
  await news.look([one]);
  await until(() => looks > 3);
  expect(told).toEqual([]);
  goOn();
  await expect.poll(() => told).toEqual(['6.1']);
  const timers = vi.spyOn(globalThis, 'setTimeout');
  await news.look([{ ...one, status: 'broken' }]);
  expect(timers).not.toHaveBeenCalled();
});
