import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { searchPath } from '../../../test/support/surroundings.ts';
import { until } from '../../../test/support/waiting.ts';
import { isGroupGone } from './process-group.ts';

const rooms = JSON.stringify(import.meta.dirname);

/** Runs a program that starts a long command and then executes `ending`; sends it a signal if one is given. */
async function endProgram(
  ending: string,
  signal?: NodeJS.Signals,
): Promise<{ pid: number; group: number; end: unknown[] }> {
  const script = `
    const { ProcessGroups } = await import(${rooms} + '/process-group.ts');
    const { runCommand } = await import(${rooms} + '/process.ts');
    const groups = new ProcessGroups();
    groups.endWith(process);
    runCommand({ program: 'sh', args: ['-c', 'setsid sleep 600 & sleep 600'], cwd: '/', env: { PATH: ${JSON.stringify(searchPath())}, OF: String(process.pid) } }, { groups });
    while (groups.running.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    ${ending}
    console.log(groups.running[0]);`;
  const program = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(program, 'exit');
  const [line] = await once(program.stdout, 'data');
  if (signal) program.kill(signal);
  return { pid: program.pid ?? -1, group: Number(String(line)), end: await exit };
}

test.each<[string, string, NodeJS.Signals | undefined, unknown[]]>([
  ['exits', 'setImmediate(() => process.exit(3));', undefined, [3, null]],
  ['exits later', 'setTimeout(() => process.exit(1), 20);', undefined, [1, null]],
  ['is ended by a signal', '', 'SIGTERM', [null, 'SIGTERM']],
  ['is killed', '', 'SIGKILL', [null, 'SIGKILL']],
  [
    'is told to end and takes its time',
    "process.once('SIGTERM', () => setTimeout(() => process.exit(7), 30));",
    'SIGTERM',
    [7, null],
  ],
])('a program that %s leaves no process group behind', async (_how, ending, signal, end) => {
  const program = await endProgram(ending, signal);
  expect(program.end).toEqual(end);
  expect(await isGroupGone(program.group, 120_000)).toBe(true);
  // Processes that have left the group are ended right after it.
  await until(() => processesOf(program.pid).length === 0);
});

/** The processes that the program with this pid has started, whoever their parent is now. */
function processesOf(pid: number): readonly string[] {
  return readdirSync('/proc').filter((entry) => {
    try {
      return readFileSync(`/proc/${entry}/environ`, 'latin1').split('\0').includes(`OF=${pid}`);
    } catch {
      return false;
    }
  });
}
