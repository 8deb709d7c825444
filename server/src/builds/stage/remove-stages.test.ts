import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ProcessGroups } from '../process-group.ts';
import { removeStages } from './remove-stages.ts';
import { type StageLayout, stageLayout } from './stage-layout.ts';
import { tryStageLock } from './stage-lock.ts';

let cache: string;
const conf = '/source/hello/dkms.conf';
const groups = new ProcessGroups();

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'remove-stages-'));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

function stage(path: string, release: string): StageLayout {
  const layout = stageLayout(cache, path, release);
  mkdirSync(layout.copyDir, { recursive: true });
  writeFileSync(layout.logFile, '');
  writeFileSync(layout.resultFile, '{}');
  return layout;
}

test('the copies of one module are removed, those of others stay', async () => {
  const stages = [stage(conf, '6.1'), stage(conf, '6.12')];
  const other = stage('/other/hello/dkms.conf', '6.1');
  expect(await removeStages(cache, conf, { groups })).toEqual({ removed: 2, kept: [] });
  for (const { root } of stages) expect(existsSync(dirname(root))).toBe(false);
  expect(existsSync(other.logFile)).toBe(true);
});

test('the copy for one kernel is removed on its own', async () => {
  const [old, recent] = [stage(conf, '6.1'), stage(conf, '6.12')];
  expect(await removeStages(cache, conf, { groups, kernelMark: '6.1' })).toEqual({ removed: 1, kept: [] });
  expect([existsSync(old.root), existsSync(recent.root)]).toEqual([false, true]);
});

test('a copy that is being built in is left alone', async () => {
  const [old, recent] = [stage(conf, '6.1'), stage(conf, '6.12')];
  const lock = await tryStageLock(recent.lockFile, groups);
  expect(await removeStages(cache, conf, { groups })).toEqual({
    removed: 1,
    kept: [
      {
        root: recent.root,
        message: expect.stringContaining(`Process ${process.pid}`),
      },
    ],
  });
  for (const file of ['root', 'resultFile'] as const)
    expect([existsSync(old[file]), existsSync(recent[file])], file).toEqual([false, true]);
  if ('release' in lock) await lock.release();
});

test('a module that was never built has nothing to remove', async () => {
  expect(await removeStages(cache, conf, { groups })).toEqual({ removed: 0, kept: [] });
});
