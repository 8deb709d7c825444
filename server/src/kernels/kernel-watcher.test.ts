import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type KernelWatcher, type KernelWatcherOptions, watchKernels } from './kernel-watcher.ts';

// Events of the file system are late on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let root: string;
let watcher: KernelWatcher | undefined;
let reports: number;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kernel-watcher-'));
  reports = 0;
});

afterEach(async () => {
  await watcher?.close();
  watcher = undefined;
  await rm(root, { recursive: true, force: true });
});

/** Quick times, and the second report far away, so that each change is one report. */
async function start(folders: readonly string[], options: KernelWatcherOptions = {}): Promise<void> {
  const onError = (error: Error) => expect.fail(error.message);
  watcher = await watchKernels(folders, () => reports++, {
    quietMs: 60,
    settledMs: 60_000,
    onError,
    ...options,
  });
}

/** How many reports a change brings. On a busy machine the events of one change may come as two reports. */
async function reportsOf(change: () => Promise<unknown>): Promise<number> {
  const before = reports;
  await change();
  await until(() => reports > before);
  await wait(100);
  return reports - before;
}

/** Waits until it is so, or for so long that the test fails afterwards. */
async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 3000;
  while (!isSo() && performance.now() < end) await wait(10);
}

/** The same for a change that should bring none, which takes a wait to know. */
async function reportsSoonAfter(change: () => Promise<unknown>): Promise<number> {
  const before = reports;
  await change();
  await wait(300);
  return reports - before;
}

test('a kernel that is installed is reported once, however many files it brings', async () => {
  const modules = join(root, 'lib/modules');
  await mkdir(modules, { recursive: true });
  await start([modules], { quietMs: 250 });
  const install = async () => {
    await mkdir(join(modules, '6.1.0-1-amd64/kernel/drivers'), { recursive: true });
    await writeFile(join(modules, '6.1.0-1-amd64/modules.dep'), '');
    await symlink('/usr/src/linux-headers-6.1.0-1-amd64', join(modules, '6.1.0-1-amd64/build'));
  };
  expect(await reportsOf(install)).toBe(1);
  await wait(300);
  expect(reports).toBe(1);
});

test('headers that come, move or go behind the build link of a kernel are reported', async () => {
  const kernel = join(root, 'lib/modules/6.1.0-1-amd64');
  await mkdir(kernel, { recursive: true });
  await start([join(root, 'lib/modules')]);
  const build = join(kernel, 'build');
  expect(await reportsOf(() => symlink(join(root, 'a'), build))).toBeGreaterThan(0);
  const replace = async () => {
    await symlink(join(root, 'b'), `${build}.dpkg-new`);
    await rename(`${build}.dpkg-new`, build);
  };
  expect(await reportsOf(replace)).toBeGreaterThan(0);
  expect(await reportsOf(() => unlink(build))).toBeGreaterThan(0);
  expect(await reportsOf(() => rm(kernel, { recursive: true }))).toBeGreaterThan(0);
});

test('headers in /usr/src are reported when they appear, when they are complete and when they go', async () => {
  const sources = join(root, 'usr/src');
  await mkdir(sources, { recursive: true });
  await start([sources, join(sources, 'kernels')]);
  const headers = join(sources, 'linux-headers-6.1.0-1-amd64');
  expect(await reportsOf(() => mkdir(headers))).toBeGreaterThan(0);
  expect(await reportsOf(() => writeFile(join(headers, 'Makefile'), ''))).toBeGreaterThan(0);
  expect(await reportsOf(() => rm(headers, { recursive: true }))).toBeGreaterThan(0);
  expect(await reportsOf(() => mkdir(join(sources, 'kernels/6.11.4'), { recursive: true }))).toBeGreaterThan(
    0,
  );
});

test('what is no kernel is not reported: sources of drivers, lists of modules, the inside of headers', async () => {
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
  expect(await reportsSoonAfter(work)).toBe(0);
});

test('a folder that is not there yet is waited for', async () => {
  const modules = join(root, 'far/away/modules');
  await start([modules]);
  expect(await reportsSoonAfter(() => mkdir(join(root, 'elsewhere')))).toBe(0);
  await reportsOf(() => mkdir(modules, { recursive: true }));
  expect(await reportsOf(() => mkdir(join(modules, '6.1.0-1-amd64')))).toBeGreaterThan(0);
  expect(await reportsOf(() => symlink('/nowhere', join(modules, '6.1.0-1-amd64/build')))).toBeGreaterThan(0);
});

test('a folder that goes and comes again is still watched', async () => {
  const modules = join(root, 'lib/modules');
  await mkdir(join(modules, '6.1.0-1-amd64'), { recursive: true });
  await start([modules]);
  expect(await reportsOf(() => rm(modules, { recursive: true }))).toBeGreaterThan(0);
  await reportsOf(() => mkdir(modules));
  expect(await reportsOf(() => mkdir(join(modules, '6.12.1')))).toBeGreaterThan(0);
});

test('a folder that is replaced at once is still watched', async () => {
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
  await start([modules], { quietMs: 30, settledMs: 300 });
  await mkdir(join(modules, '6.12.1'));
  await until(() => reports === 1);
  const between = performance.now();
  await until(() => reports === 2);
  expect(reports).toBe(2);
  expect(performance.now() - between).toBeGreaterThan(100);
});

test('nothing is reported after it is closed', async () => {
  const modules = join(root, 'lib/modules');
  await mkdir(modules, { recursive: true });
  await start([modules]);
  await mkdir(join(modules, '6.12.1'));
  await watcher?.close();
  expect(await reportsSoonAfter(() => mkdir(join(modules, '6.12.2')))).toBe(0);
});

test('no folder at all is watched at once', async () => {
  await start([]);
  expect(reports).toBe(0);
});
