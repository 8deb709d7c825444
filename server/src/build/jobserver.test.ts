import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Jobserver } from './jobserver.ts';
import { runCommand } from './process.ts';
import { ProcessGroups } from './process-group.ts';

const groups = new ProcessGroups();
const never = new AbortController().signal;
let folder: string;
let jobserver: Jobserver;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jobserver-test-'));
  jobserver = (await Jobserver.open(2, groups)) ?? expect.unreachable();
});

afterEach(() => {
  jobserver.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a make of eight jobs in a slot; each job notes that it begins and ends. */
async function make(name: string, signal: AbortSignal = never, job = 'sleep 0.05'): Promise<string> {
  const slot = await jobserver.take(signal);
  if (!slot) return 'cancelled';
  const note = `${folder}/log`;
  const targets = Array.from({ length: 8 }, (_, at) => `${name}${at}`).join(' ');
  writeFileSync(
    join(folder, name),
    `all: ${targets}\n${targets}:\n\t@echo + >>${note}; ${job}; echo - >>${note}\n`,
  );
  const script = `MAKEFLAGS='${jobserver.makeFlags}' make -f ${name} 2>&1`;
  let output = '';
  const end = await runCommand(
    {
      ...{ program: 'bash', args: ['-c', script], cwd: folder },
      env: { PATH: process.env.PATH ?? '' },
      inherit: jobserver.descriptors,
    },
    {
      groups,
      signal,
      graceMs: 100,
      onText: (text) => {
        output += text;
      },
    },
  );
  slot.release();
  return end.kind === 'exited' ? `${end.code}${output}` : end.kind;
}

/** The most jobs that ran at one time. */
function mostAtOnce(): number {
  let running = 0;
  let most = 0;
  for (const mark of readFileSync(join(folder, 'log'), 'utf8').split('\n')) {
    running += mark === '+' ? 1 : mark === '-' ? -1 : 0;
    most = Math.max(most, running);
  }
  return most;
}

test('several makes together run as many jobs as there are', async () => {
  expect(await Promise.all(['a', 'b', 'c'].map((name) => make(name)))).toEqual(['0', '0', '0']);
  expect(mostAtOnce()).toBe(2);
});

test('one make alone runs all of them', async () => {
  expect(await make('a')).toBe('0');
  expect(mostAtOnce()).toBe(2);
});

test('another number counts from the next build on', async () => {
  jobserver.resize(4);
  expect(await make('a')).toBe('0');
  expect(mostAtOnce()).toBe(4);
});

test.each([
  ['ended', 'sleep 5'],
  ['killed', "trap '' TERM; sleep 5; sleep 5"],
])('the tokens of a make that was %s come back', async (_how, job) => {
  expect(await make('a', AbortSignal.timeout(150), job)).toBe('cancelled');
  rmSync(join(folder, 'log'));
  expect(await make('b')).toBe('0');
  expect(mostAtOnce()).toBe(2);
});

test('slots are given in the order in which they were asked for', async () => {
  const order: string[] = [];
  const take = async (name: string) => {
    const slot = await jobserver.take(never);
    order.push(name);
    await delay(5);
    slot?.release();
    slot?.release();
  };
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map(take));
  expect(order).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('who is cancelled while it waits gets none, and takes none from the others', async () => {
  const held = await Promise.all([jobserver.take(never), jobserver.take(never)]);
  const cancelled = jobserver.take(AbortSignal.timeout(30));
  const patient = jobserver.take(never);
  expect(await cancelled).toBeUndefined();
  held[0]?.release();
  expect(await patient).toBeDefined();
});
