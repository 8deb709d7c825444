import { randomUUID } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import {
  endGroup,
  type GroupGuard,
  isGroupGone,
  killMarked,
  markVariable,
  type ProcessGroups,
} from './process-group.ts';

/** A program to run, without a shell around it. */
export interface ProcessCommand {
  /** A path, or a name that is looked up in the PATH of `env`. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment; only a mark that identifies its processes is added. */
  readonly env: Readonly<Record<string, string>>;
  /** Open descriptors that it inherits as 3, 4 and so on. */
  readonly inherit?: readonly number[];
}

/**
 * A script for bash, with its arguments from `$0` on. Without `--norc`, bash first runs the user's ~/.bashrc if its input is a socket, as
 * that of the guard below, or if a session of ssh has started this program (as Debian builds bash 5.2; it takes both for a remote shell).
 */
export function bashCommand(
  script: string,
  ...args: readonly string[]
): Pick<ProcessCommand, 'program' | 'args'> {
  return { program: 'bash', args: ['--norc', '-c', script, ...args] };
}

export interface CommandOptions {
  readonly groups: ProcessGroups;
  readonly signal?: AbortSignal;
  /**
   * Receives what the program writes to its standard output and error, decoded as UTF-8. They are two pipes: a caller to whom their order
   * matters lets the program join them (`2>&1`).
   */
  readonly onText?: (text: string) => void;
  /** How long a cancelled program may take to end by itself. */
  readonly graceMs?: number;
}

export type CommandEnd =
  | { readonly kind: 'exited'; readonly code: number }
  /** Ended by a signal that did not come from us. */
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'cancelled' }
  /** It never ran: `code` is the system's (`ENOENT`: no such program, or no such folder to run it in). */
  | { readonly kind: 'not-started'; readonly code: string; readonly reason: string };

const defaultGraceMs = 500;

/**
 * How long processes that a program leaves running may take to end by themselves, such as a `tee` that writes its last lines: a hundred
 * times what they need, for busy machines.
 */
const leftBehindMs = 2_000;

/** How long to wait for the end of the output when a process that left the group still holds the pipe. */
const outputMs = 1000;

/**
 * Runs a program in a process group of its own, with an empty standard input, and resolves when the whole group has ended: no compiler
 * survives a cancelled build, or a make that ended before its children. Cancelling also ends processes that have left the group; a program
 * that ends by itself may leave such a process, for instance the server of a compiler cache. Never throws for what the program or the
 * system does.
 */
export async function runCommand(command: ProcessCommand, options: CommandOptions): Promise<CommandEnd> {
  const { signal, groups, onText, graceMs = defaultGraceMs } = options;
  if (signal?.aborted) return { kind: 'cancelled' };
  const mark = randomUUID();
  groups.guard(startGuard);
  // The types of execa 10 know descriptors up to 9 only; it takes any.
  const inherited = (command.inherit ?? []).map((descriptor) => descriptor as 3);
  const child = execa(command.program, command.args, {
    cwd: command.cwd,
    env: { ...command.env, [markVariable]: mark },
    extendEnv: false,
    detached: true,
    cleanup: false,
    stdio: ['ignore', 'pipe', 'pipe', ...inherited],
    buffer: false,
    reject: false,
  });
  if (child.pid === undefined) {
    const { code = 'EUNKNOWN', shortMessage } = await child;
    return { kind: 'not-started', code, reason: shortMessage ?? `${command.program} could not be started` };
  }
  const { pid } = child;
  groups.add(pid, mark);
  for (const stream of [child.stdout, child.stderr]) {
    const decoder = new StringDecoder('utf8');
    stream.on('data', (chunk: Buffer) => onText?.(decoder.write(chunk)));
    stream.on('end', () => {
      const rest = decoder.end();
      if (rest !== '') onText?.(rest);
    });
  }
  const exited = new Promise<CommandEnd>((resolve) => {
    child.nodeChildProcess.once('exit', (code, by) =>
      resolve(by === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'signalled', signal: by }),
    );
  });
  let cancelling: Promise<void> | undefined;
  const cancel = () => {
    cancelling ??= endGroup(pid, graceMs).then(() => endMarked(mark));
  };
  signal?.addEventListener('abort', cancel, { once: true });
  const end = await exited;
  if (!cancelling && !(await isGroupGone(pid, leftBehindMs))) cancel();
  signal?.removeEventListener('abort', cancel);
  await cancelling;
  groups.delete(pid);
  await Promise.race([child, delay(outputMs, undefined, { ref: false })]);
  child.stdout.destroy();
  child.stderr.destroy();
  return signal?.aborted ? { kind: 'cancelled' } : end;
}

/** Kills the processes that have left the group, repeatedly, since each may start another one before it is killed. */
async function endMarked(mark: string): Promise<void> {
  for (let round = 0; round < 20 && (await killMarked(mark)); round++) await delay(10);
}

/** Reads `add <pid> <mark>` and `delete <pid>`; when its input ends, kills the groups that are left. */
const guardScript = `trap '' INT TERM HUP
declare -A marks
while read -r word pid mark; do
  case $word in
    add) marks[$pid]=$mark ;;
    delete) unset "marks[$pid]" ;;
  esac
done
for pid in "\${!marks[@]}"; do
  kill -KILL -- "-$pid"
  for environ in /proc/[0-9]*/environ; do
    other=\${environ#/proc/}
    grep -qsaF "${markVariable}=\${marks[$pid]}" "$environ" && kill -KILL "\${other%/environ}"
  done
done 2>/dev/null
`;

/**
 * Starts a process that waits until this one has ended for whatever reason, and then kills what is still running: if this process was
 * killed, nothing else could. It runs in a session of its own, so that the end of this program's session does not end it, too.
 */
function startGuard(): GroupGuard {
  const { program, args } = bashCommand(guardScript);
  const child = execa(program, args, {
    ...{ cwd: '/', detached: true, cleanup: false, buffer: false, reject: false },
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
    extendEnv: false,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without bash there is no build either; and a guard that was killed can't be told anything.
  child.stdin.on('error', () => {});
  child.nodeChildProcess.unref();
  const pipe = child.stdin as typeof child.stdin & { unref?(): void };
  pipe.unref?.();
  const write = (line: string) => {
    if (pipe.writable) pipe.write(`${line}\n`);
  };
  return {
    add: (pid, mark) => write(`add ${pid} ${mark}`),
    delete: (pid) => write(`delete ${pid}`),
    dismiss: () => pipe.end(),
  };
}
