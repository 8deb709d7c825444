import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isRoot } from '../../../../test/support/surroundings.ts';
import { ProcessGroups } from '../process-group.ts';
import { type StageLock, takeStageLock, tryStageLock } from './stage-lock.ts';

const groups = new ProcessGroups();
let folder: string;
let lockFile: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-test-'));
  lockFile = join(folder, 'sub', '6.1.lock');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function take(): Promise<StageLock> {
  const lock = await takeStageLock(lockFile, { groups });
  if (!('release' in lock)) throw new Error(JSON.stringify(lock));
  return lock;
}

test('a lock has one holder, and is free once released', async () => {
  const first = await take();
  expect(await tryStageLock(lockFile, groups)).toEqual({
    kind: 'busy',
    message: `Process ${process.pid} is building this module for this kernel. Wait until it has finished, or cancel it.`,
  });
  await first.release();
  await (await take()).release();
  expect(readdirSync(dirname(lockFile))).toEqual([]);
});

test('of many concurrent requests, one holds the lock at a time, and each gets it', async () => {
  let holders = 0;
  let turns = 0;
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      const lock = await take();
      expect(++holders).toBe(1);
      turns++;
      await new Promise(setImmediate);
      holders--;
      await lock.release();
    }),
  );
  expect(turns).toBe(12);
  expect(readdirSync(dirname(lockFile))).toEqual([]);
});

test('a waiting process learns who holds the lock, and can give up', async () => {
  const first = await take();
  const abort = new AbortController();
  const output: string[] = [];
  const waiting = takeStageLock(lockFile, {
    ...{ groups, signal: abort.signal },
    waiting: (holder) => {
      output.push(holder);
      abort.abort();
    },
  });
  expect(await waiting).toEqual({ kind: 'cancelled' });
  expect(output).toEqual([`process ${process.pid}`]);
  expect(groups.running).toEqual([]);
  await first.release();
});

test("if the lock can't be taken, a sentence says what to do", async () => {
  mkdirSync(dirname(lockFile), { recursive: true });
  vi.stubEnv('PATH', folder);
  expect(await takeStageLock(lockFile, { groups })).toMatchObject({
    kind: 'unusable',
    message: expect.stringContaining('Install flock (of util-linux)'),
  });
});

describe('the holder is another process', () => {
  const script = resolve(import.meta.dirname, '../../../../test/support/hold-stage-lock.ts');
  const started: ChildProcess[] = [];

  afterEach(async () => {
    for (const child of started.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  /** Starts a holder, run by another program if `words` name one; returns its lines as they arrive. */
  function start(...words: readonly string[]): { child: ChildProcess; line(): Promise<string> } {
    const node = [process.execPath, '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', script, lockFile];
    const [program = '', ...args] = [...words, ...node];
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    started.push(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return { child, line: async () => String((await lines.next()).value) };
  }

  async function holder(...words: readonly string[]): Promise<ChildProcess> {
    const { child, line } = start(...words);
    expect(await line()).toBe('held');
    return child;
  }

  test('that ends its build: the next in line has the lock', async () => {
    const first = await holder();
    const next = start();
    expect(await next.line()).toBe(`waiting for process ${first.pid}`);
    first.stdin?.end();
    expect(await next.line()).toBe('held');
  });

  test('that was killed: the lock is free at once', async () => {
    const child = await holder();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const output: string[] = [];
    const lock = await takeStageLock(lockFile, { groups, waiting: (who) => output.push(who) });
    expect([output, 'release' in lock]).toEqual([[], true]);
    if ('release' in lock) await lock.release();
  });

  test('that is killed while another process waits', async () => {
    const first = await holder();
    const next = start();
    expect(await next.line()).toContain('waiting');
    first.kill('SIGKILL');
    expect(await next.line()).toBe('held');
  });

  test('that is stopped: it keeps the lock', async () => {
    const child = await holder();
    child.kill('SIGSTOP');
    expect(await tryStageLock(lockFile, groups)).toMatchObject({ kind: 'busy' });
    child.kill('SIGCONT');
    child.stdin?.end();
    await once(child, 'exit');
    await (await take()).release();
  });

  test('that is in another container: its pid means nothing here', async () => {
    // Ordinary users can do this if the system lets them create namespaces.
    const inside = isRoot ? [] : ['--user', '--map-root-user'];
    const child = await holder('unshare', ...inside, '--pid', '--fork', '--mount-proc', '--kill-child');
    expect(await tryStageLock(lockFile, groups)).toMatchObject({
      kind: 'busy',
      message: expect.stringMatching(/Process \d+ of another container is/),
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await take()).release();
  });

  test('that ran before the machine was rebooted, whatever the file says', async () => {
    mkdirSync(dirname(lockFile), { recursive: true });
    const left = { pid: process.pid, pidNamespace: '', bootId: 'of another start', host: 'elsewhere' };
    writeFileSync(lockFile, JSON.stringify(left));
    const lock = await take();
    expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  test.each([-1, 1])('that holds the lock while the clock jumps by %i years', async (years) => {
    const child = await holder();
    const then = Date.now() / 1000 + years * 365 * 86_400;
    utimesSync(lockFile, then, then);
    expect(await tryStageLock(lockFile, groups)).toMatchObject({ kind: 'busy' });
    child.stdin?.end();
    await once(child, 'exit');
    await (await take()).release();
  });
});
