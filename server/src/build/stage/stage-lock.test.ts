import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StageLock, takeStageLock } from './stage-lock.ts';

let folder: string;
let lockFile: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-test-'));
  lockFile = join(folder, 'sub', '6.1.lock');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a lock is held by one, and free again once it is released', async () => {
  const first = (await takeStageLock(lockFile)) as StageLock;
  expect(await takeStageLock(lockFile)).toEqual({
    kind: 'busy',
    message: `Process ${process.pid} is building this module for this kernel: wait until that is done, or cancel it (if there is no such build, remove ${lockFile}).`,
  });
  await first.release();
  const second = (await takeStageLock(lockFile)) as StageLock;
  expect(second.release).toBeTypeOf('function');
  await second.release();
  expect(readdirSync(join(folder, 'sub'))).toEqual([]);
});

test('of many that come at once one gets it', async () => {
  const results = await Promise.all(Array.from({ length: 20 }, () => takeStageLock(lockFile)));
  expect(results.filter((result) => 'release' in result)).toHaveLength(1);
});

test('the lock of a process that is gone is taken over', async () => {
  const child = spawn('/bin/true');
  await once(child, 'exit');
  await takeAndRelease();
  writeFileSync(lockFile, `${child.pid} 12345\n`);
  await takeAndRelease();
});

test('a pid that came again is another process', async () => {
  await takeAndRelease();
  writeFileSync(lockFile, `${process.pid} 1\n`);
  await takeAndRelease();
});

test('a lock file that is no lock is taken over', async () => {
  await takeAndRelease();
  writeFileSync(lockFile, '');
  await takeAndRelease();
});

async function takeAndRelease(): Promise<void> {
  const lock = await takeStageLock(lockFile);
  if (!('release' in lock)) throw new Error(lock.message);
  await lock.release();
}
