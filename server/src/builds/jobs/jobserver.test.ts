import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { searchPath } from '../../../../test/support/surroundings.ts';
import { cancellation, until } from '../../../../test/support/waiting.ts';
import { runCommand } from '../process.ts';
import { ProcessGroups } from '../process-group.ts';
import { Jobserver } from './jobserver.ts';

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

/** What a job does by default: it waits for the file `go`, so that as many jobs as allowed run at the same time. */
const waitForGo = 'until [ -e go ]; do sleep 0.01; done';

function go(): void {
  writeFileSync(join(folder, 'go'), '');
}

/** Waits until this many jobs run at the same time, then lets all of them end. */
async function letGoWhen(running: number): Promise<void> {
  await until(() => mostAtOnce() >= running);
  go();
}

/** Runs a make of eight jobs in a slot; each job records its start and its end. */
async function make(
  name: string,
  signal: AbortSignal = never,
  job = waitForGo,
  isUrgent = false,
): Promise<string> {
  const slot = await jobserver.take(signal, { isUrgent });
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
      env: { PATH: searchPath() },
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

/** The largest number of jobs that ran at the same time. */
function mostAtOnce(): number {
  let running = 0;
  let most = 0;
  const log = join(folder, 'log');
  for (const mark of existsSync(log) ? readFileSync(log, 'utf8').split('\n') : []) {
    running += mark === '+' ? 1 : mark === '-' ? -1 : 0;
    most = Math.max(most, running);
  }
  return most;
}

test('several makes together run all of the jobs', async () => {
  const makes = ['a', 'b', 'c'].map((name) => make(name));
  await letGoWhen(2);
  expect(await Promise.all(makes)).toEqual(['0', '0', '0']);
  expect(mostAtOnce()).toBe(2);
});

test('a single make runs all of the jobs', async () => {
  const alone = make('a');
  await letGoWhen(2);
  expect(await alone).toBe('0');
  expect(mostAtOnce()).toBe(2);
});

test('a changed number of jobs applies from the next build on', async () => {
  jobserver.resize(4);
  const alone = make('a');
  await letGoWhen(4);
  expect(await alone).toBe('0');
  expect(mostAtOnce()).toBe(4);
});

test.each([
  ['ended', 'sleep 100000'],
  ['killed', "trap '' TERM; sleep 100000; sleep 100000"],
])('the tokens of a make that was %s are returned', async (_how, job) => {
  const { signal, cancel } = cancellation();
  const ended = make('a', signal, job);
  await until(() => mostAtOnce() === 2);
  cancel();
  expect(await ended).toBe('cancelled');
  rmSync(join(folder, 'log'));
  const next = make('b');
  await letGoWhen(2);
  expect(await next).toBe('0');
  expect(mostAtOnce()).toBe(2);
});

test('slots are given in the order of the requests', async () => {
  const order: string[] = [];
  const take = async (name: string) => {
    const slot = await jobserver.take(never);
    order.push(name);
    await turn();
    slot?.release();
    slot?.release();
  };
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map(take));
  expect(order).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('with a single job, makes run one after another', async () => {
  jobserver.resize(1);
  go();
  expect(await Promise.all([make('a'), make('b')])).toEqual(['0', '0']);
  expect(mostAtOnce()).toBe(1);
});

test('an urgent build borrows a slot, which the next one returned repays', async () => {
  const held = [await jobserver.take(never), await jobserver.take(never)];
  const order: string[] = [];
  const take = async (name: string, isUrgent: boolean) => {
    const slot = await jobserver.take(never, { isUrgent });
    order.push(name);
    return slot;
  };
  const patient = take('patient', false);
  const lent = await take('urgent', true);
  const second = take('urgent too', true);
  expect(order).toEqual(['urgent']);
  held[0]?.release();
  for (let turns = 0; turns < 100; turns++) await turn();
  expect(order).toEqual(['urgent']);
  held[1]?.release();
  await second;
  lent?.release();
  await patient;
  expect(order).toEqual(['urgent', 'urgent too', 'patient']);
});

test('an urgent make next to others exceeds the number of jobs by one, and no more', async () => {
  const others = Promise.all([make('a'), make('b'), make('c')]);
  await until(() => mostAtOnce() === 2);
  const urgent = make('d', never, waitForGo, true);
  await letGoWhen(3);
  expect(await urgent).toBe('0');
  expect(await others).toEqual(['0', '0', '0']);
  expect(mostAtOnce()).toBe(3);
  for (const file of ['log', 'go']) rmSync(join(folder, file));
  const next = make('e');
  await letGoWhen(2);
  expect(await next).toBe('0');
  expect(mostAtOnce()).toBe(2);
});

test('a build cancelled while waiting gets no slot and takes none from the others', async () => {
  const held = await Promise.all([jobserver.take(never), jobserver.take(never)]);
  const { signal, cancel } = cancellation();
  const cancelled = jobserver.take(signal);
  const patient = jobserver.take(never);
  cancel();
  expect(await cancelled).toBeUndefined();
  held[0]?.release();
  expect(await patient).toBeDefined();
});
