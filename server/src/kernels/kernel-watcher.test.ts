import { watch } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { until } from '../../../test/support/waiting.ts';
import type { FolderWatcher } from './folder-watcher.ts';
import { watchKernels } from './kernel-watcher.ts';

// The watcher's two waits, lengths that no other timer has: the test ends them itself, so that no change comes too late or too soon.
const quietMs = 61_001;
const completeMs = 61_002;
const waits = new Map<unknown, { readonly ms: number; readonly end: () => void }>();

let root: string;
let watcher: FolderWatcher | undefined;
let reports: number;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kernel-watcher-'));
  reports = 0;
  waits.clear();
  const { setTimeout: begin, clearTimeout: stop } = globalThis;
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((
    end: () => void,
    ms?: number,
    ...rest: unknown[]
  ) => {
    const timer = begin(end, ms, ...rest);
    if (ms === quietMs || ms === completeMs) waits.set(timer, { ms, end });
    return timer;
  }) as typeof setTimeout);
  vi.spyOn(globalThis, 'clearTimeout').mockImplementation((timer) => {
    waits.delete(timer);
    stop(timer);
  });
});

afterEach(async () => {
  await watcher?.close();
  watcher = undefined;
  vi.restoreAllMocks();
  await rm(root, { recursive: true, force: true });
});

async function start(folders: readonly string[]): Promise<void> {
  const onError = (error: Error) => expect.fail(error.message);
  watcher = await watchKernels(folders, () => reports++, { quietMs, completeMs, onError });
}

/** How many waits of this length are pending. */
function waitingFor(ms: number): number {
  return [...waits.values()].filter((wait) => wait.ms === ms).length;
}

/** Ends the wait of this length, and returns when that was reported. */
async function pass(ms: number): Promise<void> {
  const before = reports;
  for (const [timer, wait] of waits) {
    if (wait.ms !== ms) continue;
    clearTimeout(timer as NodeJS.Timeout);
    wait.end();
  }
  await until(() => reports > before);
}

/** How many reports a change causes that the watcher sees. */
async function reportsOf(change: () => Promise<unknown>): Promise<number> {
  const before = reports;
  await change();
  await until(() => waitingFor(quietMs) > 0);
  await pass(quietMs);
  return reports - before;
}

/**
 * The same for a change of a folder that has just been made. chokidar 5 misses what happens there before it watches it, so the change is made
 * again until it is seen.
 */
async function reportsOfRepeated(change: () => Promise<unknown>): Promise<number> {
  const before = reports;
  await until(async () => {
    await change();
    return waitingFor(quietMs) > 0;
  });
  await pass(quietMs);
  return reports - before;
}

/** Puts a file or a link into place as dpkg does: each time, the system reports it anew. */
async function put(path: string, write: (path: string) => Promise<unknown>): Promise<void> {
  await write(`${path}.dpkg-new`);
  await rename(`${path}.dpkg-new`, path);
}

/** Whether the watcher sees a change. The system reports changes in order, so the watcher got its event before this test does. */
async function isSeen(change: () => Promise<unknown>): Promise<boolean> {
  const mark = join(root, 'mark');
  let isReported = false;
  const own = watch(root, (_event, name) => {
    isReported ||= name === 'mark';
  });
  await change();
  await writeFile(mark, '');
  await until(() => isReported);
  own.close();
  // The watcher reads the changed paths before it reports a change.
  for (let turns = 0; turns < 200; turns++) await turn();
  return waitingFor(quietMs) > 0;
}

test('an installed kernel is reported once, however many files it has', async () => {
  const modules = join(root, 'lib/modules');
  await mkdir(modules, { recursive: true });
  await start([modules]);
  const kernel = join(modules, '6.1.0-1-amd64');
  await mkdir(join(kernel, 'kernel/drivers'), { recursive: true });
  await until(() => waitingFor(quietMs) === 1);
  const [first] = waits.keys();
  await writeFile(join(kernel, 'modules.dep'), '');
  const link = (path: string) => symlink('/usr/src/linux-headers-6.1.0-1-amd64', path);
  // Each change that is seen begins the wait anew.
  await until(async () => {
    await put(join(kernel, 'build'), link);
    return waitingFor(quietMs) === 1 && !waits.has(first);
  });
  await pass(quietMs);
  expect(reports).toBe(1);
});

test("headers that appear, move or disappear at a kernel's build link are reported", async () => {
  const kernel = join(root, 'lib/modules/6.1.0-1-amd64');
  await mkdir(kernel, { recursive: true });
  await start([join(root, 'lib/modules')]);
  const build = join(kernel, 'build');
  expect(await reportsOf(() => symlink(join(root, 'a'), build))).toBeGreaterThan(0);
  const replace = () => put(build, (path) => symlink(join(root, 'b'), path));
  expect(await reportsOf(replace)).toBeGreaterThan(0);
  expect(await reportsOf(() => unlink(build))).toBeGreaterThan(0);
  expect(await reportsOf(() => rm(kernel, { recursive: true }))).toBeGreaterThan(0);
});

test('headers in /usr/src are reported when they appear, are complete, and disappear', async () => {
  const sources = join(root, 'usr/src');
  await mkdir(sources, { recursive: true });
  await start([sources, join(sources, 'kernels')]);
  const headers = join(sources, 'linux-headers-6.1.0-1-amd64');
  expect(await reportsOf(() => mkdir(headers))).toBeGreaterThan(0);
  const write = (path: string) => writeFile(path, '');
  expect(await reportsOfRepeated(() => put(join(headers, 'Makefile'), write))).toBeGreaterThan(0);
  expect(await reportsOf(() => rm(headers, { recursive: true }))).toBeGreaterThan(0);
  expect(await reportsOf(() => mkdir(join(sources, 'kernels/6.11.4'), { recursive: true }))).toBeGreaterThan(
    0,
  );
});

test('files that are not kernels are not reported: driver sources, module lists, the content of headers', async () => {
  const sources = join(root, 'usr/src');
  const kernel = join(root, 'lib/modules/6.1.0-1-amd64');
  const headers = join(sources, 'linux-headers-6.1.0-1-amd64');
  await mkdir(join(headers, 'include/linux'), { recursive: true });
  await mkdir(join(sources, 'hello-1.0'), { recursive: true });
  await mkdir(kernel, { recursive: true });
  await symlink(headers, join(kernel, 'build'));
  await start([join(root, 'lib/modules'), sources]);
  const work = async () => {
    await writeFile(join(sources, 'hello-1.0/hello.c'), '');
    await mkdir(join(sources, 'hello-1.1'));
    await writeFile(join(kernel, 'modules.dep'), '');
    await mkdir(join(kernel, 'updates/dkms'), { recursive: true });
    await writeFile(join(headers, 'include/linux/new.h'), '');
    await writeFile(join(headers, 'Kconfig'), '');
  };
  expect(await isSeen(work)).toBe(false);
});

test('a folder that does not exist yet is watched for', async () => {
  const modules = join(root, 'far/away/modules');
  await start([modules]);
  expect(await isSeen(() => mkdir(join(root, 'elsewhere')))).toBe(false);
  await reportsOf(() => mkdir(modules, { recursive: true }));
  expect(await reportsOf(() => mkdir(join(modules, '6.1.0-1-amd64')))).toBeGreaterThan(0);
  const link = (path: string) => symlink('/nowhere', path);
  expect(await reportsOfRepeated(() => put(join(modules, '6.1.0-1-amd64/build'), link))).toBeGreaterThan(0);
});

test('a folder that disappears and returns is still watched', async () => {
  const modules = join(root, 'lib/modules');
  await mkdir(join(modules, '6.1.0-1-amd64'), { recursive: true });
  await start([modules]);
  expect(await reportsOf(() => rm(modules, { recursive: true }))).toBeGreaterThan(0);
  await reportsOf(() => mkdir(modules));
  expect(await reportsOf(() => mkdir(join(modules, '6.12.1')))).toBeGreaterThan(0);
});

test('a folder that is replaced atomically is still watched', async () => {
  const modules = join(root, 'lib/modules');
  await mkdir(join(modules, '6.1.0-1-amd64'), { recursive: true });
  await start([modules]);
  const replace = async () => {
    await rename(modules, join(root, 'old'));
    await mkdir(modules);
  };
  expect(await reportsOf(replace)).toBeGreaterThan(0);
  expect(await reportsOf(() => mkdir(join(modules, '6.12.1')))).toBeGreaterThan(0);
});

test('a folder reached through a link is watched, as /lib is one on most machines', async () => {
  await mkdir(join(root, 'usr/lib'), { recursive: true });
  await symlink('usr/lib', join(root, 'lib'));
  await start([join(root, 'lib/modules'), join(root, 'usr/lib/modules')]);
  expect(
    await reportsOf(() => mkdir(join(root, 'usr/lib/modules/6.12.1'), { recursive: true })),
  ).toBeGreaterThan(0);
});

test('a second report comes when everything has settled', async () => {
  const modules = join(root, 'lib/modules');
  await mkdir(modules, { recursive: true });
  await start([modules]);
  await mkdir(join(modules, '6.12.1'));
  await until(() => waitingFor(quietMs) > 0);
  await pass(quietMs);
  await pass(completeMs);
  expect(reports).toBe(2);
});

test('nothing is reported after it is closed', async () => {
  const modules = join(root, 'lib/modules');
  await mkdir(modules, { recursive: true });
  await start([modules]);
  await mkdir(join(modules, '6.12.1'));
  await until(() => waitingFor(quietMs) > 0);
  await watcher?.close();
  expect([waits.size, await isSeen(() => mkdir(join(modules, '6.12.2')))]).toEqual([0, false]);
});

test('with no folders, watching starts at once', async () => {
  await start([]);
  expect(reports).toBe(0);
});
