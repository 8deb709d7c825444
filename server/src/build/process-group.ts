import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** How often a group that should end is looked at. */
const pollMs = 10;

/** How long the kernel may take to remove a killed group; one that is still there belongs to another user or hangs in a device. */
const killedMs = 5000;

/**
 * The process groups that are running now, each named by its leader's pid. An entry of the program owns one of these and lets
 * nothing survive it: groups are their own sessions, so no terminal and no parent would end them.
 */
export class ProcessGroups {
  readonly #running = new Set<number>();

  get running(): readonly number[] {
    return [...this.#running];
  }

  add(pid: number): void {
    this.#running.add(pid);
  }

  delete(pid: number): void {
    this.#running.delete(pid);
  }

  /** Kills every group at once; synchronous, so that it works while the program exits. */
  killAll(): void {
    for (const pid of this.#running) signalGroup(pid, 'SIGKILL');
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
      // Whoever listens too decides how the program ends; without one, it ends as it would have without us.
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

/** Waits up to `withinMs` for a group to end; whether it has. */
export async function isGroupGone(pid: number, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (isGroupAlive(pid)) {
    if (performance.now() >= until) return false;
    await delay(pollMs);
  }
  return true;
}

function isGroupAlive(pid: number): boolean {
  return signalGroup(pid, 0) && hasLivingMember(pid);
}

/** Whether there was someone to signal. A member of another user counts: it is there. */
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
 * never asks. Such a group counts as gone. Where /proc cannot be read, what can be signalled counts as alive.
 */
function hasLivingMember(group: number): boolean {
  let entries: string[];
  try {
    entries = readdirSync('/proc');
  } catch {
    return true;
  }
  return entries.some((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      // The second field is the program's name in brackets and may hold anything; state, parent and group follow it.
      const [state, , groupText] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(groupText) === group && state !== 'Z' && state !== 'X';
    } catch {
      return false;
    }
  });
}
