import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { isGroupGone } from './process-group.ts';

const rooms = JSON.stringify(import.meta.dirname);

/** Runs a program that starts a long command and then does `ending`; where told, SIGTERM follows. */
async function endProgram(ending: string, isSignalled: boolean): Promise<{ group: number; end: unknown[] }> {
  const script = `
    const { ProcessGroups } = await import(${rooms} + '/process-group.ts');
    const { runCommand } = await import(${rooms} + '/process.ts');
    const groups = new ProcessGroups();
    groups.endWith(process);
    runCommand({ program: 'sleep', args: ['600'], cwd: '/', env: { PATH: process.env.PATH } }, { groups });
    while (groups.running.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    console.log(groups.running[0]);
    ${ending}`;
  const program = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(program, 'exit');
  const [line] = await once(program.stdout, 'data');
  if (isSignalled) {
    // The program may still be about to listen.
    await delay(50);
    program.kill('SIGTERM');
  }
  return { group: Number(String(line)), end: await exit };
}

test.each([
  ['exits', 'process.exit(3);', false, [3, null]],
  ['exits later', 'setTimeout(() => process.exit(1), 20);', false, [1, null]],
  ['is ended by a signal', '', true, [null, 'SIGTERM']],
  [
    'is told to end and takes its time',
    "process.once('SIGTERM', () => setTimeout(() => process.exit(7), 30));",
    true,
    [7, null],
  ],
])('a program that %s leaves no group behind', async (_how, ending, isSignalled, end) => {
  const program = await endProgram(ending, isSignalled);
  expect(program.end).toEqual(end);
  expect(await isGroupGone(program.group, 2000)).toBe(true);
});
