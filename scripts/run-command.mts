import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

export interface Ended {
  /** The exit code; `null` if a signal ended the command, or if it could not be started. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What the command printed, if `output` is `kept`. */
  readonly stdout: string;
  readonly stderr: string;
  /** Why the command could not be started. */
  readonly error?: Error;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Shown as it comes, or kept. Standard input is empty. */
  readonly output: 'shown' | 'kept';
  /** Milliseconds between asking processes to end and killing them; default 5000. */
  readonly graceMs?: number;
}

/**
 * Runs a command to its end. On a signal that would end this program, first ends all its descendants, including those that left the
 * command's process group: killing a test run by its pid leaves none of its builds, editors and browsers behind.
 */
export async function runCommand(
  command: string,
  words: readonly string[],
  { cwd, env, output, graceMs = 5000 }: CommandOptions,
): Promise<Ended> {
  const shown = output === 'shown' ? 'inherit' : 'pipe';
  let isEnding = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (isEnding) return;
    isEnding = true;
    endAllBelow(graceMs).finally(() => process.exit(128 + constants.signals[signal]));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  // Before the child is started, so that a signal that arrives meanwhile does not leave it behind.
  for (const signal of signals) process.on(signal, onSignal);
  const child = spawn(command, words, { stdio: ['ignore', shown, shown], cwd, env });
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
  const ended = await new Promise<Pick<Ended, 'status' | 'signal' | 'error'>>((resolve) => {
    child.once('error', (error) => resolve({ status: null, signal: null, error }));
    // While everything is being ended, the promise stays open, so that the caller does not start its next command.
    child.once('close', (status, signal) => isEnding || resolve({ status, signal }));
  });
  for (const signal of signals) process.off(signal, onSignal);
  return { ...ended, stdout: stdout(), stderr: stderr() };
}

/** A function that returns the text received so far. */
function textOf(stream: Readable | null): () => string {
  const parts: Buffer[] = [];
  stream?.on('data', (part: Buffer) => parts.push(part));
  return () => Buffer.concat(parts).toString();
}

/** How long killed processes may take to disappear. */
const killedMs = 5000;

/** Asks every descendant of this process to end, and kills those that don't, including those started or orphaned meanwhile. */
async function endAllBelow(graceMs: number): Promise<void> {
  const asked = new Map<number, string>();
  const began = performance.now();
  for (;;) {
    const all = runningProcesses();
    const left = [...below(process.pid, all, asked)];
    if (left.length === 0) return;
    const isLate = performance.now() - began > graceMs;
    for (const pid of left) {
      if (isLate) end(pid, 'SIGKILL');
      else if (!asked.has(pid)) end(pid, 'SIGTERM');
      asked.set(pid, all.get(pid)?.started ?? '');
    }
    // A process that can't be killed hangs in a device driver, or belongs to another user.
    if (performance.now() - began > graceMs + killedMs) return;
    await pause(20);
  }
}

interface Running {
  readonly parent: number;
  /** The start time, which tells the process from a later one with the same pid. */
  readonly started: string;
}

/** The descendants of a process, and the processes in `asked` that are still alive, with their descendants. */
function below(
  root: number,
  all: ReadonlyMap<number, Running>,
  asked: ReadonlyMap<number, string>,
): ReadonlySet<number> {
  const found = new Set<number>(
    [...asked].flatMap(([pid, at]) => (all.get(pid)?.started === at ? [pid] : [])),
  );
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const [pid, { parent }] of all) if (parent === root || found.has(parent)) found.add(pid);
  }
  return found;
}

/** All living processes by pid, without zombies. */
function runningProcesses(): ReadonlyMap<number, Running> {
  const all = new Map<number, Running>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      // The program's name, in brackets before these fields, may contain any character.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const [state = '', parent = '', started = ''] = [fields[0], fields[1], fields[19]];
      if (!/[ZX]/.test(state)) all.set(Number(entry), { parent: Number(parent), started });
    } catch {
      // It ended meanwhile.
    }
  }
  return all;
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // The process ended meanwhile, or belongs to another user and can't be ended.
  }
}
