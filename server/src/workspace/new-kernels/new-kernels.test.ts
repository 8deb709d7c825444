import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { until } from '../../../../test/support/waiting.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { KernelMemory } from './kernel-memory.ts';
import { NewKernels } from './new-kernels.ts';

let folder: string;
let told: string[];
let complaints: string[];
let memory: KernelMemory;
let made: NewKernels | undefined;
/** What another look finds. */
let again: () => readonly Kernel[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'new-kernels-'));
  told = [];
  complaints = [];
  memory = new KernelMemory(join(folder, 'state', 'kernels'));
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

const places = ['/lib/modules'];

/** A window's; `known` is what an earlier one has seen. */
async function watching(settledMs: number, known?: readonly string[]): Promise<NewKernels> {
  if (known) await memory.add(known, places);
  made = new NewKernels({
    ...{ settledMs, memory },
    complain: (error) => complaints.push(error.message),
    lookAgain: () => void made?.look(again(), places),
    appeared: (kernels) => told.push(kernels.map((one) => one.release).join('+')),
  });
  return made;
}

test('in the first session of all, what is there is no news', async () => {
  const news = await watching(0);
  await news.look([kernel('6.1'), kernel('6.12')], places);
  await news.look([kernel('6.1'), kernel('6.12'), kernel('7.3')], places);
  expect(told).toEqual(['7.3']);
});

test('later, what came between two sessions is', async () => {
  await (await watching(0, ['6.1'])).look([kernel('6.1'), kernel('6.12'), kernel('7.3')], places);
  expect(told).toEqual(['6.12+7.3']);
});

test('each is told once, also when it went and came again', async () => {
  const news = await watching(0, []);
  for (const list of [[kernel('6.1')], [], [kernel('6.1')]]) await news.look(list, places);
  expect(told).toEqual(['6.1']);
});

test('what comes in sight by another setting is no news; what comes there later is', async () => {
  const news = await watching(0, ['6.1']);
  const more = [...places, '/my/kernels'];
  await news.look([kernel('6.1'), kernel('6.12')], more);
  expect(told).toEqual([]);
  await news.look([kernel('6.1'), kernel('6.12'), kernel('7.3')], more);
  expect(told).toEqual(['7.3']);
});

test('what another workspace, or a window of another profile, has seen is known', async () => {
  await (await watching(0)).look([kernel('6.1')], places);
  await made?.look([kernel('6.1'), kernel('6.12')], places);
  const later = await watching(0);
  await later.look([kernel('6.1'), kernel('6.12')], places);
  expect(told).toEqual(['6.12']);
});

test('of two windows each tells of a kernel that comes while it is open', async () => {
  const windows = [await watching(0, ['6.1']), await watching(0)];
  for (const news of windows) await news.look([kernel('6.1')], places);
  for (const news of windows) await news.look([kernel('6.1'), kernel('6.12')], places);
  expect(told).toEqual(['6.12', '6.12']);
});

test('without a place for the memory, the session goes by what it has seen', async () => {
  writeFileSync(join(folder, 'state'), '');
  const news = await watching(0);
  await news.look([kernel('6.1')], places);
  await news.look([kernel('6.1'), kernel('6.12')], places);
  expect([told, complaints.length > 0]).toEqual([['6.12'], true]);
});

test('one without usable headers is told when it has them', async () => {
  const news = await watching(0);
  await news.look([kernel('6.1', 'no-headers')], places);
  await news.look([kernel('6.1', 'broken')], places);
  expect(told).toEqual([]);
  await news.look([kernel('6.1')], places);
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
  const news = await watching(20, []);
  const one = kernel('6.1');
  again = () => [one];
  for (let file = 0; file < 8; file++) {
    writeFileSync(join(one.buildDir, 'include/linux', `${file}.h`), '');
    await news.look([one], places);
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
  const news = await watching(20, []);
  await news.look([one], places);
  await until(() => looks > 3);
  expect(told).toEqual([]);
  goOn();
  await expect.poll(() => told).toEqual(['6.1']);
  const timers = vi.spyOn(globalThis, 'setTimeout');
  await news.look([{ ...one, status: 'broken' }], places);
  expect(timers).not.toHaveBeenCalled();
});
