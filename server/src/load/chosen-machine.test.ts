import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { searchPath } from '../../../test/support/surroundings.ts';
import { hangMs } from '../../../test/support/waiting.ts';
import { ProcessGroups } from '../builds/process-group.ts';
import { type ChosenMachine, runChosenMachine } from './chosen-machine.ts';

let folder: string;
let restarts: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chosen-'));
  for (const name of ['bin', 'machine', 'modules']) mkdirSync(join(folder, name));
  restarts = 0;
  program('qemu', "echo 'Linux version 1'");
  program('file', '');
  writeFileSync(join(folder, 'image'), '');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, script: string): void {
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** A virtme-run that notes its options, and prints what the machine's console would. */
function virtmeRun(script: string): void {
  program('virtme-run', `echo "$*" >'${folder}/options'; echo "$TMPDIR" >'${folder}/tmp'; ${script}`);
}

async function run(more: Partial<ChosenMachine> = {}) {
  let text = '';
  const ran = await runChosenMachine(
    {
      ...{ qemu: join(folder, 'bin', 'qemu'), busybox: join(folder, 'image'), mayUseKvm: true },
      ...{ image: join(folder, 'image'), needed: [], modules: [], folder: join(folder, 'machine') },
      ...{ choice: 'automatic', command: 'true', release: '6.1.0', commandFolder: folder, ...more },
      modulesDir: 'modulesDir' in more ? more.modulesDir : join(folder, 'modules'),
    },
    { searchPath: join(folder, 'bin'), distribution: { id: 'debian', family: 'debian' } as never },
    {
      ...{ groups: new ProcessGroups(), env: { PATH: searchPath() }, timeoutMs: hangMs },
      onText: (given) => {
        text += given;
      },
      onRestart: () => {
        restarts++;
        text = '';
      },
    },
  );
  return { ...ran, text };
}

const booted = "echo 'SeaBIOS'; echo 'Linux version 6.1.0'; echo 'dkms-tools: begin 0'";

test('is that of virtme-ng for a test command', async () => {
  virtmeRun(booted);
  expect(await run()).toEqual({
    ...{ machine: 'virtme-ng', end: { kind: 'ended' } },
    text: 'Linux version 6.1.0\ndkms-tools: begin 0\n',
  });
  const own = join(folder, 'machine', 'virtme-ng');
  expect(readFileSync(join(folder, 'options'), 'utf8')).toContain(`--kimg ${own}/boot/vmlinuz-6.1.0 `);
  expect(readFileSync(join(folder, 'options'), 'utf8')).not.toContain('--disable-kvm');
  expect([readFileSync(join(folder, 'tmp'), 'utf8'), existsSync(own)]).toEqual([`${own}\n`, false]);
});

test.each<[string, Partial<ChosenMachine>]>([
  ['without a test command', { command: undefined as never }],
  ['if that was chosen', { choice: 'busybox' }],
])('is the one with busybox %s', async (_, more) => {
  virtmeRun(booted);
  const { text, ...ran } = await run(more);
  expect([ran.machine, ran.note, existsSync(join(folder, 'options'))]).toEqual(['busybox', undefined, false]);
});

test('is that of virtme-ng without a test command if that was chosen, and does without KVM', async () => {
  virtmeRun(booted);
  expect(await run({ choice: 'virtme-ng', command: undefined as never, mayUseKvm: false })).toMatchObject({
    machine: 'virtme-ng',
  });
  expect(readFileSync(join(folder, 'options'), 'utf8')).toContain('--disable-kvm');
});

test('is the one with busybox without a word if virtme-ng is not installed', async () => {
  expect(await run()).toEqual({ machine: 'busybox', end: { kind: 'ended' }, text: 'Linux version 1\n' });
});

const refusing =
  "echo 'usage: virtme-run' >&2; echo 'virtme-run: error: unrecognized arguments: --force-9p' >&2; exit 2";

// Versions of coreutils word it differently.
const noPython = spawnSync('/usr/bin/env', ['no-such-python3'], { encoding: 'utf8', env: { LC_ALL: 'C' } });

test.each<[string, () => void, Partial<ChosenMachine>, string]>([
  [
    'of another version refuses the options',
    () => virtmeRun(refusing),
    {},
    'virtme-ng ended before the test (virtme-run: error: unrecognized arguments: --force-9p).',
  ],
  [
    'finds no python3',
    () => {
      virtmeRun(booted);
      const file = join(folder, 'bin', 'virtme-run');
      writeFileSync(file, '#!/usr/bin/env no-such-python3\n');
    },
    {},
    `virtme-ng ended before the test (${noPython.stderr.trim()}).`,
  ],
  [
    'does not get as far as the test',
    () => virtmeRun("echo 'Linux version 6.1.0'; echo 'Failed to mount real root.  We are stuck.'"),
    {},
    'virtme-ng ended before the test (Failed to mount real root.  We are stuck).',
  ],
  [
    'does not have the modules of the kernel',
    () => virtmeRun(booted),
    { modulesDir: undefined },
    'virtme-ng needs the modules of kernel 6.1.0, which are not there.',
  ],
  [
    'lacks the program file',
    () => {
      virtmeRun(booted);
      rmSync(join(folder, 'bin', 'file'));
    },
    {},
    'The program file, by which virtme-ng recognises a kernel, is not installed. Run "apt install file" as root.',
  ],
])('is the one with busybox if virtme-ng %s, and says so', async (_, prepare, more, reason) => {
  prepare();
  expect(await run(more)).toEqual({
    ...{ machine: 'busybox', end: { kind: 'ended' }, text: 'Linux version 1\n' },
    note: `virtme-ng was not used: ${reason}`,
  });
  expect(await run({ ...more, choice: 'virtme-ng' })).toMatchObject({
    ...{ machine: 'virtme-ng', end: { kind: 'unusable', reason } },
  });
});

test('is begun again without KVM if KVM stops that of virtme-ng', async () => {
  virtmeRun(
    `case "$*" in *--disable-kvm*) ${booted} ;; *) echo 'Linux version 0'; echo 'KVM internal error. Suberror: 1'; exec sleep 100000 ;; esac`,
  );
  const ran = await run();
  expect([ran.machine, ran.end, restarts]).toEqual(['virtme-ng', { kind: 'ended' }, 1]);
  expect(ran.text).toBe('Linux version 6.1.0\ndkms-tools: begin 0\n');
});
