import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDkmsTrees } from '../../../../test/support/dkms-trees.ts';
import { until } from '../../../../test/support/waiting.ts';
import type { FolderWatcher } from '../../kernels/folder-watcher.ts';
import type { DkmsTrees } from '../trees.ts';
import { watchRegistered } from './tree-watcher.ts';

const kernel = '6.1.0-1-amd64';
let root: string;
let trees: DkmsTrees;
let watcher: FolderWatcher;
let reports: number;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'tree-watcher-'));
  trees = makeDkmsTrees(root, { lamp: { builds: [{ kernel, installed: true }] } });
  reports = 0;
  // The second report, for what is still being unpacked, would be counted for the change behind it.
  const options = { completeMs: 0, quietMs: 0, onError: (error: Error) => expect.fail(error.message) };
  watcher = await watchRegistered(trees, join(root, 'etc/dkms'), () => reports++, options);
});
afterEach(async () => {
  await watcher.close();
  rmSync(root, { recursive: true });
});

test.each<[string, () => void]>([
  ['a module that is added', () => makeDkmsTrees(root, { bell: {} })],
  [
    'a build for another kernel',
    () => mkdirSync(join(trees.dkmsTree, 'lamp/1.0/6.5.0-2/x86_64/module'), { recursive: true }),
  ],
  ['a module that is uninstalled', () => rmSync(join(trees.dkmsTree, `lamp/kernel-${kernel}-x86_64`))],
  [
    'a built file that is gone',
    () => rmSync(join(trees.dkmsTree, `lamp/1.0/${kernel}/x86_64/module/lamp.ko`)),
  ],
  [
    'an installed file that is another one',
    () => writeFileSync(join(trees.installTree, kernel, 'updates/lamp.ko'), 'other'),
  ],
  [
    'the log of a build',
    () => writeFileSync(join(trees.dkmsTree, 'lamp/1.0/build/make.log'), 'DKMS make.log'),
  ],
  ['a source that is removed', () => rmSync(join(trees.sourceTree, 'lamp-1.0'), { recursive: true })],
  ['a dkms.conf that is edited', () => writeFileSync(join(trees.sourceTree, 'lamp-1.0/dkms.conf'), '')],
  ['a kernel that is removed', () => rmSync(join(trees.installTree, kernel), { recursive: true })],
  [
    'a link of a source that leads elsewhere',
    () => symlinkSync('/nonexistent', join(trees.dkmsTree, 'lamp/source')),
  ],
])('%s is noticed', async (_, change) => {
  change();
  await until(() => reports > 0);
});

test('an override in a folder that was not there is noticed', async () => {
  mkdirSync(join(root, 'etc/dkms'), { recursive: true });
  await until(() => reports > 0);
  const before = reports;
  await until(() => {
    writeFileSync(join(root, 'etc/dkms/lamp.conf'), `MAKE="make # ${reports}"\n`);
    return reports > before;
  });
});
