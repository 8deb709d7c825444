import { readFile, readlink, realpath, rm, stat } from 'node:fs/promises';
import { createProgramFinder } from '../../kernels/program-path.ts';
import { writeWhole } from '../../write-whole.ts';
import { namespaceSwitches } from './namespace-refusal.ts';

/** The programs that enter a namespace and arrange it. */
const programs = ['unshare', 'bash', 'mount', 'cp'];

/** Which way into a namespace has worked, and what this depended on. */
interface Memory {
  readonly conditions: string;
  readonly way: number;
}

/**
 * A text that changes with everything on which it depends whether a program of this user may enter a namespace and mount there: the start
 * of the machine, the container, the user and its rights, the kernel's settings, and the programs on `searchPath`. `folders` are those that
 * are to be covered.
 */
export async function namespaceConditions(searchPath: string, folders: readonly string[]): Promise<string> {
  const find = createProgramFinder(searchPath);
  const parts = await Promise.all([
    textOf('/proc/sys/kernel/random/boot_id'),
    ...['user', 'mnt'].map((kind) => readlink(`/proc/self/ns/${kind}`).catch(() => '')),
    rights(),
    textOf('/proc/self/attr/current'),
    ...namespaceSwitches.map((file) => textOf(`/proc/sys/${file}`)),
    ...programs.map(async (program) => markOf(await find(program))),
    ...folders.map(async (folder) => `${folder} ${await realpath(folder).catch(() => 'is absent')}`),
  ]);
  return parts.join('\n');
}

/** The number of the way that has worked under the same conditions; `undefined` if none has. */
export async function recallWay(file: string, conditions: string): Promise<number | undefined> {
  try {
    const memory = JSON.parse(await readFile(file, 'utf8')) as Memory;
    return memory.conditions === conditions ? memory.way : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers a way that has worked; a file that can't be written only means that the next build tries it again. */
export async function rememberWay(file: string, conditions: string, way: number): Promise<void> {
  const memory: Memory = { conditions, way };
  await writeWhole(file, `${JSON.stringify(memory)}\n`).catch(() => {});
}

/** Forgets the way, so that the next build tries all of them. */
export async function forgetWay(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** The lines of /proc/self/status about the user, the capabilities and the filters of system calls. */
async function rights(): Promise<string> {
  const status = await textOf('/proc/self/status');
  return (status.match(/^(?:Uid|Gid|Cap\w+|NoNewPrivs|Seccomp\w*):.*$/gm) ?? []).join('\n');
}

async function markOf(program: string | undefined): Promise<string> {
  if (program === undefined) return '';
  const { size, mtimeMs, ctimeMs } = await stat(program);
  return `${program} ${size} ${mtimeMs} ${ctimeMs}`;
}

function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
