import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

export interface Ended {
  /** The exit code; `null` where a signal ended it, or where it could not be started. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it printed, where that was kept. */
  readonly stdout: string;
  readonly stderr: string;
  /** Why it could not be started. */
  readonly error?: Error;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Shown as it comes, or kept. Standard input is empty. */
  readonly output: 'shown' | 'kept';
  /** How long what is asked to end may take before it is killed; 5000 unless told. */
  readonly graceMs?: number;
}

/**
 * Runs a command to its end. A signal that would end this program meanwhile ends all that runs below it first, also what has left the
 * command's process group: whoever ends a test run by its pid is left with no builds, editors and browsers of it.
 */
export async function runCommand(
  command: string,
  words: readonly string[],
  { cwd, env, output, graceMs = 5000 }: CommandOptions,
): Promise<Ended> {
  const shown = output === 'shown' ? 'inherit' : 'pipe';
  const child = spawn(command, words, { stdio: ['ignore', shown, shown], cwd, env });
  let isEnding = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (isEnding) return;
    isEnding = true;
    endAllBelow(graceMs).finally(() => process.exit(128 + constants.signals[signal]));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
  const ended = await new Promise<Pick<Ended, 'status' | 'signal' | 'error'>>((resolve) => {
    child.once('error', (error) => resolve({ status: null, signal: null, error }));
    // Where all of it is being ended, nobody goes on with the next command.
    child.once('close', (status, signal) => isEnding || resolve({ status, signal }));
  });
  for (const signal of signals) process.off(signal, onSignal);
  return { ...ended, stdout: stdout(), stderr: stderr() };
}

/** What has come by the time that it is asked for. */
function textOf(stream: Readable | null): () => string {
  const parts: Buffer[] = [];
  stream?.on('data', (part: Buffer) => parts.push(part));
  return () => Buffer.concat(parts).toString();
}

/** How long what was killed may take to be gone. */
const killedMs = 5000;

/** Asks every process below this one to end, and kills those that don't. What is started or orphaned while they end counts too. */
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
    // One that can't be killed hangs in a device, or belongs to another user.
    if (performance.now() - began > graceMs + killedMs) return;
    await pause(20);
  }
}

interface Running {
  readonly parent: number;
  /** When it was started, by which it is told from another one that has got its number. */
  readonly started: string;
}

/** The processes below one, and those that were asked before and are still there, with what is below them. */
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

/** All living processes by their number; a dead one that nobody has asked for is none. */
function runningProcesses(): ReadonlyMap<number, Running> {
  const all = new Map<number, Running>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      // The name in brackets before these may hold anything.
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
    // It ended meanwhile, or belongs to another user, and is not ours to end.
  }
}
