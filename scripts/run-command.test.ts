import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processesAbout } from '../test/support/processes.ts';
import { plainEnvironment } from '../test/support/surroundings.ts';
import { until } from '../test/support/waiting.ts';
import { runCommand } from './run-command.mts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-command-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the output and the exit status of a command are reported', async () => {
  const command = 'echo out; echo err >&2; read -r line; echo "<$line>"; exit 3';
  expect(await runCommand('bash', ['-c', command], { output: 'kept' })).toEqual({
    ...{ status: 3, signal: null, stdout: 'out\n<>\n', stderr: 'err\n' },
  });
  expect(await runCommand('bash', ['-c', 'kill -KILL $$'], { output: 'kept' })).toMatchObject({
    ...{ status: null, signal: 'SIGKILL' },
  });
  expect(await runCommand('/nonexistent', [], { output: 'kept' })).toMatchObject({
    ...{ status: null, error: { code: 'ENOENT' } },
  });
});

const module = path.join(import.meta.dirname, 'run-command.mts');

test.each([
  ['SIGTERM', 'sleep 1000 & sleep 1000', 2, 143],
  ['SIGINT', 'exec sleep 1000', 1, 130],
  ['SIGHUP', 'setsid sleep 1000 & setsid bash -c "sleep 1000 & wait" & wait', 2, 129],
  // A second command must not begin when the first one is ended.
  [
    'SIGTERM',
    'bash -c "trap \'\' TERM; sleep 1000 & wait; wait; while :; do sleep 1000; done" & sleep 1000',
    2,
    143,
  ],
] as const)('%s ends everything it started: %s', async (signal, command, sleeps, code) => {
  const options = JSON.stringify({ cwd: folder, output: 'shown', graceMs: 500 });
  const call = (words: string) => `await runCommand('bash', ['-c', ${JSON.stringify(words)}], ${options});`;
  const program = `import { runCommand } from ${JSON.stringify(module)}; ${call(command)} ${call('echo next')}`;
  const running = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: plainEnvironment({ NODE_NO_WARNINGS: '1' }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  running.stdout.on('data', (data: Buffer) => {
    printed += data.toString();
  });
  const sleeping = () => processesAbout(folder).filter((one) => /^sleep /.test(one.command));
  await until(() => sleeping().length >= sleeps);
  const ended = once(running, 'close');
  running.kill(signal);
  expect(await ended).toEqual([code, null]);
  expect({ printed, left: processesAbout(folder) }).toEqual({ printed: '', left: [] });
});
