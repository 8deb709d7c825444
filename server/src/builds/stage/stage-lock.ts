import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, readlink, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runCommand } from '../process.ts';
import type { ProcessGroups } from '../process-group.ts';
import type { StageFault } from './stage-fault.ts';

/** Gives this build exclusive use of a stage until it is released, or until the process ends. */
export interface StageLock {
  release(): Promise<void>;
}

export interface LockOptions {
  readonly groups: ProcessGroups;
  readonly signal?: AbortSignal;
  /** Called once if another build holds the lock, with its holder, such as `process 4711`. */
  readonly waiting?: (holder: string) => void;
}

/**
 * Takes a lock file, so that two builds never share a stage; waits as long as another build holds it.
 * It is a lock of the operating system (flock), which belongs to the open file: the kernel releases it when the holder has ended for
 * whatever reason, and keeps it while the holder is stopped or runs in another container. No pid, clock or heartbeat is needed to find out
 * whether the holder is alive. On NFS, the server keeps the lock for all hosts (since Linux 2.6.12).
 * Node has no function for it, so flock of util-linux locks the descriptor that it inherits, which is the same open file as ours.
 */
export async function takeStageLock(
  lockFile: string,
  options: LockOptions,
): Promise<StageLock | StageFault | { readonly kind: 'cancelled' }> {
  const lock = await lockOpened(lockFile, options, ['-x', '-n']);
  if (lock !== 'held') return lock;
  options.waiting?.(await holderOf(lockFile));
  const waited = await lockOpened(lockFile, options, ['-x']);
  return waited === 'held' ? notLocked(lockFile, 'it did not wait') : waited;
}

/** The same without waiting: it is a fault if another build holds the lock. */
export async function tryStageLock(lockFile: string, groups: ProcessGroups): Promise<StageLock | StageFault> {
  const lock = await lockOpened(lockFile, { groups }, ['-x', '-n']);
  if (lock !== 'held' && !('kind' in lock && lock.kind === 'cancelled')) return lock;
  const holder = await holderOf(lockFile);
  return {
    kind: 'busy',
    message: `${holder.charAt(0).toUpperCase()}${holder.slice(1)} is building this module for this kernel. Wait until it has finished, or cancel it.`,
  };
}

/** The exit code of `flock` when another process holds the lock and it was told not to wait. */
const heldCode = 1;

async function lockOpened(
  lockFile: string,
  { groups, signal }: LockOptions,
  args: readonly string[],
): Promise<StageLock | StageFault | { readonly kind: 'cancelled' } | 'held'> {
  for (;;) {
    await mkdir(dirname(lockFile), { recursive: true });
    // On NFS, an exclusive lock needs a file that is open for writing.
    const file = await open(lockFile, constants.O_RDWR | constants.O_CREAT, 0o600);
    let isKept = false;
    try {
      let output = '';
      const end = await runCommand(
        {
          ...{ program: 'flock', args: [...args, '3'], cwd: '/' },
          env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
          inherit: [file.fd],
        },
        {
          ...{ groups, graceMs: 0, ...(signal && { signal }) },
          onText: (text) => {
            output += text;
          },
        },
      );
      if (end.kind === 'cancelled') return end;
      if (end.kind === 'not-started') return notLocked(lockFile, end.reason);
      if (end.kind === 'exited' && end.code === heldCode) return 'held';
      if (end.kind !== 'exited' || end.code !== 0) return notLocked(lockFile, output.trim());
      // If the previous holder has removed the file, the next process would lock a different file of the same name.
      if (!(await isStillAt(file, lockFile))) continue;
      isKept = true;
      await nameHolder(file);
      return { release: () => release(file, lockFile) };
    } finally {
      if (!isKept) await file.close();
    }
  }
}

function notLocked(lockFile: string, why: string): StageFault {
  return {
    kind: 'unusable',
    message: `${lockFile} can't be locked (${why}), so two builds could write to the same files. Install flock (of util-linux) if it is missing, or set dkms.cacheFolder to a folder on a local disk.`,
  };
}

async function release(file: FileHandle, lockFile: string): Promise<void> {
  try {
    if (await isStillAt(file, lockFile)) await rm(lockFile, { force: true });
  } finally {
    await file.close();
  }
}

async function isStillAt(file: FileHandle, path: string): Promise<boolean> {
  const [ours, named] = await Promise.all([file.stat(), stat(path).catch(() => undefined)]);
  return named?.ino === ours.ino && named.dev === ours.dev;
}

/** The holder of a lock, for messages to those who wait; it has no part in the locking. */
interface Holder {
  readonly pid: number;
  readonly pidNamespace: string;
  readonly bootId: string;
  readonly host: string;
}

async function nameHolder(file: FileHandle): Promise<void> {
  try {
    await file.truncate();
    await file.write(`${JSON.stringify(await ownName())}\n`, 0);
  } catch {
    // A full disk is reported by the next write to it.
  }
}

async function ownName(): Promise<Holder> {
  const [pidNamespace, bootId] = await Promise.all([
    readlink('/proc/self/ns/pid').catch(() => ''),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
  ]);
  return { pid: process.pid, pidNamespace, bootId: bootId.trim(), host: hostname() };
}

async function holderOf(lockFile: string): Promise<string> {
  try {
    let text = '';
    // A process that has just taken the lock may not have written its name yet.
    for (let attempt = 0; attempt < 50 && text === ''; attempt++) {
      if (attempt > 0) await delay(10);
      text = await readFile(lockFile, 'utf8');
    }
    const holder = JSON.parse(text) as Holder;
    const own = await ownName();
    if (holder.bootId !== own.bootId) return `process ${holder.pid} on ${holder.host}`;
    if (holder.pidNamespace !== own.pidNamespace) return `process ${holder.pid} of another container`;
    return `process ${holder.pid}`;
  } catch {
    return 'another process';
  }
}
