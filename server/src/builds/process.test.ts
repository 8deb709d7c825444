import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { searchPath } from '../../../test/support/surroundings.ts';
import { until } from '../../../test/support/waiting.ts';
import { bashCommand, type CommandEnd, runCommand } from './process.ts';
import { ProcessGroups } from './process-group.ts';

test('a program runs with exactly the given environment, and its output arrives as text', async () => {
  const run = await shell('echo "LANG=$LANG HOME=$HOME ä"; exit 3', { LANG: 'C' });
  expect(run).toEqual({ end: { kind: 'exited', code: 3 }, text: 'LANG=C HOME= ä\n' });
});

test('a character split across two chunks is one character', async () => {
  const run = await shell(String.raw`printf '\303'; sleep 0.05; printf '\244'`);
  expect(run.text).toBe('ä');
});

test('combined output keeps its order', async () => {
  const run = await shell('exec 2>&1; for i in 1 2 3; do echo out$i; echo err$i >&2; done');
  expect(run.text).toBe('out1\nerr1\nout2\nerr2\nout3\nerr3\n');
});

test('standard input is empty', async () => {
  expect((await shell('cat; echo end')).text).toBe('end\n');
});

test('a missing program or folder is a result, not an exception', async () => {
  const groups = new ProcessGroups();
  const command = { program: '/absent folder/program', args: [], cwd: '/', env: {} };
  expect(await runCommand(command, { groups })).toMatchObject({ kind: 'not-started', code: 'ENOENT' });
  const elsewhere = { program: '/bin/sh', args: [], cwd: '/absent folder', env: {} };
  expect(await runCommand(elsewhere, { groups })).toMatchObject({ kind: 'not-started' });
  expect(groups.running).toEqual([]);
});

test('no script runs what the user has in ~/.bashrc, not even in a session of ssh', async () => {
  const home = mkdtempSync(join(tmpdir(), 'dkms-tools-home-'));
  try {
    writeFileSync(join(home, '.bashrc'), 'echo of the user\n');
    const env = { PATH: searchPath(), HOME: home, SSH_CLIENT: '192.0.2.1 1 22' };
    let text = '';
    await runCommand(
      { ...bashCommand('echo "$0 $1"', 'script', 'given'), cwd: '/', env },
      {
        groups: new ProcessGroups(),
        onText: (part) => {
          text += part;
        },
      },
    );
    expect(text).toBe('script given\n');
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test('the signal that ended a program is reported', async () => {
  expect((await shell('kill -SEGV $$')).end).toEqual({ kind: 'signalled', signal: 'SIGSEGV' });
});

test('cancelling ends child processes, including those that ignore the first signal', async () => {
  const mark = `cancelled-${randomUUID()}`;
  const controller = new AbortController();
  const running = shell(
    `exec 2>&1; (trap '' TERM; echo ready; while :; do sleep 0.1; done) & sleep 600 & wait`,
    { MARK: mark },
    { signal: controller.signal, graceMs: 50, onReady: () => controller.abort() },
  );
  expect((await running).end).toEqual({ kind: 'cancelled' });
  expect(processesWith(mark)).toEqual([]);
});

test('cancelling ends processes that have left the group, and those that they start meanwhile', async () => {
  const mark = `escaped-${randomUUID()}`;
  const controller = new AbortController();
  const running = shell(
    `setsid bash -c 'trap "" TERM; echo ready; while :; do sleep 0.01 & setsid sleep 600 & sleep 0.2; done' & wait`,
    { MARK: mark },
    { signal: controller.signal, graceMs: 50, onReady: () => controller.abort() },
  );
  expect((await running).end).toEqual({ kind: 'cancelled' });
  expect(processesWith(mark)).toEqual([]);
});

test('a program cancelled beforehand does not start', async () => {
  const run = await shell('echo started', {}, { signal: AbortSignal.abort() });
  expect(run).toEqual({ end: { kind: 'cancelled' }, text: '' });
});

test('processes that a program leaves running end with it', async () => {
  const mark = `left-behind-${randomUUID()}`;
  const run = await shell('sleep 600 & echo done', { MARK: mark });
  expect(run).toEqual({ end: { kind: 'exited', code: 0 }, text: 'done\n' });
  expect(processesWith(mark)).toEqual([]);
});

test('a process group in a session of its own does not delay the end', async () => {
  const mark = `left-its-session-${randomUUID()}`;
  const run = await shell('setsid sleep 100000 & until [ $(ps -o sid= $!) = $! ]; do :; done; echo done', {
    MARK: mark,
  });
  const left = processesWith(mark);
  for (const pid of left) process.kill(Number(pid), 'SIGKILL');
  expect([run.text, left.length]).toEqual(['done\n', 1]);
});

test('killAll ends everything that runs', async () => {
  const groups = new ProcessGroups();
  const running = shell('sleep 600', {}, { groups });
  await until(() => groups.running.length > 0);
  groups.killAll();
  expect((await running).end).toEqual({ kind: 'signalled', signal: 'SIGKILL' });
});

interface ShellOptions {
  readonly signal?: AbortSignal;
  readonly graceMs?: number;
  readonly groups?: ProcessGroups;
  readonly onReady?: () => void;
}

async function shell(
  script: string,
  env: Record<string, string> = {},
  { signal, graceMs, groups = new ProcessGroups(), onReady }: ShellOptions = {},
): Promise<{ end: CommandEnd; text: string }> {
  let text = '';
  const end = await runCommand(
    { program: '/bin/bash', args: ['-c', script], cwd: '/', env: { PATH: '/usr/bin:/bin', ...env } },
    {
      groups,
      ...(signal && { signal }),
      ...(graceMs !== undefined && { graceMs }),
      onText(part) {
        text += part;
        if (text.includes('ready')) onReady?.();
      },
    },
  );
  return { end, text };
}

/** The pids of processes whose environment has the mark. */
function processesWith(mark: string): readonly string[] {
  return readdirSync('/proc').filter((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      return readFileSync(`/proc/${entry}/environ`, 'utf8').includes(mark);
    } catch {
      return false;
    }
  });
}
