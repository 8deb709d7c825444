import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { until } from '../../../../test/support/waiting.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { KernelMemory } from './kernel-memory.ts';
import { NewKernels } from './new-kernels.ts';

let folder: string;
let reported: string[];
let complaints: string[];
let memory: KernelMemory;
let made: NewKernels | undefined;
/** The kernels that the next search finds. */
let again: () => readonly Kernel[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'new-kernels-'));
  reported = [];
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
  return { name: release, release, version: release, arch: 'x86_64', buildDir, status, running: false };
}

const folders = ['/lib/modules'];

/** The `NewKernels` of a window; `known` are the kernels that an earlier window has seen. */
async function watching(quietMs: number, known?: readonly string[]): Promise<NewKernels> {
  if (known) await memory.add(known, folders);
  made = new NewKernels({
    ...{ quietMs, memory },
    complain: (error) => complaints.push(error.message),
    searchAgain: () => void made?.update(again(), folders),
    appeared: (kernels) => reported.push(kernels.map((one) => one.release).join('+')),
  });
  return made;
}

test('the very first session reports no existing kernels', async () => {
  const newKernels = await watching(0);
  await newKernels.update([kernel('6.1'), kernel('6.12')], folders);
  await newKernels.update([kernel('6.1'), kernel('6.12'), kernel('7.3')], folders);
  expect(reported).toEqual(['7.3']);
});

test('later sessions report kernels installed between sessions', async () => {
  await (await watching(0, ['6.1'])).update([kernel('6.1'), kernel('6.12'), kernel('7.3')], folders);
  expect(reported).toEqual(['6.12+7.3']);
});

test('each kernel is reported once, even if it is removed and installed again', async () => {
  const newKernels = await watching(0, []);
  for (const list of [[kernel('6.1')], [], [kernel('6.1')]]) await newKernels.update(list, folders);
  expect(reported).toEqual(['6.1']);
});

test('kernels that a changed setting reveals are not reported; those installed there later are', async () => {
  const newKernels = await watching(0, ['6.1']);
  const more = [...folders, '/my/kernels'];
  await newKernels.update([kernel('6.1'), kernel('6.12')], more);
  expect(reported).toEqual([]);
  await newKernels.update([kernel('6.1'), kernel('6.12'), kernel('7.3')], more);
  expect(reported).toEqual(['7.3']);
});

test('kernels seen by another workspace or profile are known', async () => {
  await (await watching(0)).update([kernel('6.1')], folders);
  await made?.update([kernel('6.1'), kernel('6.12')], folders);
  const later = await watching(0);
  await later.update([kernel('6.1'), kernel('6.12')], folders);
  expect(reported).toEqual(['6.12']);
});

test('two open windows each report a new kernel', async () => {
  const windows = [await watching(0, ['6.1']), await watching(0)];
  for (const newKernels of windows) await newKernels.update([kernel('6.1')], folders);
  for (const newKernels of windows) await newKernels.update([kernel('6.1'), kernel('6.12')], folders);
  expect(reported).toEqual(['6.12', '6.12']);
});

test('without a file to remember kernels in, the session relies on what it has seen', async () => {
  writeFileSync(join(folder, 'state'), '');
  const newKernels = await watching(0);
  await newKernels.update([kernel('6.1')], folders);
  await newKernels.update([kernel('6.1'), kernel('6.12')], folders);
  expect([reported, complaints.length > 0]).toEqual([['6.12'], true]);
});

test('a kernel without usable headers is reported once it has them', async () => {
  const newKernels = await watching(0);
  await newKernels.update([kernel('6.1', 'no-headers')], folders);
  await newKernels.update([kernel('6.1', 'broken')], folders);
  expect(reported).toEqual([]);
  await newKernels.update([kernel('6.1')], folders);
  expect(reported).toEqual(['6.1']);
});

/** While the clock stands still, files written now count as just being written. */
function stopClock(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
}

function continueAll(): void {
  vi.setSystemTime(Date.now() + 3_600_000);
}

test('headers that are still being written are awaited', async () => {
  stopClock();
  const newKernels = await watching(20, []);
  const one = kernel('6.1');
  again = () => [one];
  for (let file = 0; file < 8; file++) {
    writeFileSync(join(one.buildDir, 'include/linux', `${file}.h`), '');
    await newKernels.update([one], folders);
  }
  expect(reported).toEqual([]);
  continueAll();
  await expect.poll(() => reported).toEqual(['6.1']);
});

test('unusable headers are checked again while they are being written, and no longer', async () => {
  stopClock();
  const one = kernel('6.1', 'broken');
  let searches = 0;
  again = () => {
    searches++;
    return [searches < 3 ? one : { ...one, status: 'ready' }];
  };
  const newKernels = await watching(20, []);
  await newKernels.update([one], folders);
  await until(() => searches > 3);
  expect(reported).toEqual([]);
  continueAll();
  await expect.poll(() => reported).toEqual(['6.1']);
  const timers = vi.spyOn(globalThis, 'setTimeout');
  await newKernels.update([{ ...one, status: 'broken' }], folders);
  expect(timers).not.toHaveBeenCalled();
});
