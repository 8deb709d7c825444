import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** How often a group that should end is checked. */
const pollMs = 10;

/** How long the kernel may take to remove a killed group; one that is still there belongs to another user or hangs in a device. */
const killedMs = 5000;

/** The variable in the environment of a command by which its processes are known, also those that have left its group. */
export const markVariable = 'DKMS_TOOLS_RUN';

/** Receives notice of which groups are running; each notice must be delivered at once. */
export interface GroupGuard {
  add(pid: number, mark: string): void;
  delete(pid: number): void;
  /** No group is running any more, so the guard may end. */
  dismiss(): void;
}

/** How long a guard waits for the next group: a build runs one command after another. */
const guardMs = 1000;

/**
 * The process groups that are running now, each named by its leader's pid. Each entry point of the program owns one, and lets no group
 * survive it: every group is a session of its own, so no terminal and no parent would end it.
 */
export class ProcessGroups {
  readonly #running = new Map<number, string>();
  #guard: GroupGuard | undefined;
  #dismissal: NodeJS.Timeout | undefined;

  get running(): readonly number[] {
    return [...this.#running.keys()];
  }

  /**
   * To be called before a group starts: unless there is a guard already, `start` creates the one that ends the group if this program is
   * killed.
   */
  guard(start: () => GroupGuard): void {
    clearTimeout(this.#dismissal);
    this.#guard ??= start();
  }

  /** `mark` is the value of `markVariable` that it was started with. */
  add(pid: number, mark: string): void {
    this.#running.set(pid, mark);
    this.#guard?.add(pid, mark);
  }

  delete(pid: number): void {
    this.#running.delete(pid);
    this.#guard?.delete(pid);
    if (this.#running.size > 0) return;
    this.#dismissal = setTimeout(() => {
      this.#guard?.dismiss();
      this.#guard = undefined;
    }, guardMs).unref();
  }

  /** Kills every group at once; synchronous, so that it works while the program exits. */
  killAll(): void {
    for (const [pid, mark] of this.#running) {
      signalGroup(pid, 'SIGKILL');
      killMarkedAtOnce(mark);
    }
    this.#running.clear();
  }

  /**
   * Kills what runs when the program exits, and when a signal ends it that nobody else listens to.
   * Returns a function that undoes this.
   */
  endWith(program: NodeJS.Process): () => void {
    const onExit = () => this.killAll();
    const onSignal = (signal: NodeJS.Signals) => {
      this.killAll();
      // If there is another listener, that one decides how the program ends; otherwise it ends as without this handler.
      if (program.listenerCount(signal) > 1) return;
      undo();
      program.kill(program.pid, signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    const undo = () => {
      program.off('exit', onExit);
      for (const signal of signals) program.off(signal, onSignal);
    };
    program.on('exit', onExit);
    for (const signal of signals) program.on(signal, onSignal);
    return undo;
  }
}

/**
 * Ends a group: asks with SIGTERM, and kills what is left after `graceMs`. Resolves when no process of it runs any more, or when
 * even killing has not helped for seconds.
 */
export async function endGroup(pid: number, graceMs: number): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  if (await isGroupGone(pid, graceMs)) return;
  signalGroup(pid, 'SIGKILL');
  await isGroupGone(pid, killedMs);
}

/** Kills the processes of this user that were started with a mark, wherever they went; whether there were any. */
export async function killMarked(mark: string): Promise<boolean> {
  let found = false;
  for (const pid of processesIn(await readdir('/proc').catch(() => []))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
    found = killWhereMarked(pid, environment, mark) || found;
  }
  return found;
}

/** The same while the program exits, when nothing asynchronous runs any more. */
function killMarkedAtOnce(mark: string): void {
  for (const pid of processesIn(unlessDenied(() => readdirSync('/proc'), [])))
    killWhereMarked(
      pid,
      unlessDenied(() => readFileSync(`/proc/${pid}/environ`, 'latin1'), ''),
      mark,
    );
}

function killWhereMarked(pid: number, environment: string, mark: string): boolean {
  if (!environment.split('\0').includes(`${markVariable}=${mark}`)) return false;
  return unlessDenied(() => process.kill(pid, 'SIGKILL'), false);
}

function processesIn(entries: readonly string[]): readonly number[] {
  return entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
}

/** A process that belongs to another user, or has ended meanwhile, can't be read or killed. */
function unlessDenied<Result>(work: () => Result, otherwise: Result): Result {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

/** Waits up to `withinMs` for a group to end, and returns whether it has. */
export async function isGroupGone(pid: number, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (await isGroupAlive(pid)) {
    if (performance.now() >= until) return false;
    await delay(pollMs);
  }
  return true;
}

async function isGroupAlive(pid: number): Promise<boolean> {
  return signalGroup(pid, 0) && (await hasLivingMember(pid));
}

/** Whether the group has processes. One that belongs to another user counts. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * A dead process whose parent never asks for its exit status can still be signalled, and in a container the first process often
 * never asks. Such a group counts as gone. Where /proc can't be read, what can be signalled counts as alive.
 */
async function hasLivingMember(group: number): Promise<boolean> {
  const processes = processesIn(await readdir('/proc').catch(() => []));
  if (processes.length === 0) return true;
  for (const pid of processes) {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
    if (stat === undefined) continue;
    // The second field is the program's name in brackets and may hold anything; state, parent and group follow it.
    const [state, , groupText] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(groupText) === group && state !== 'Z' && state !== 'X') return true;
  }
  return false;
}
