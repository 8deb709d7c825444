import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StageFault } from './stage-fault.ts';

export interface StageLock {
  release(): Promise<void>;
}

/**
 * Takes a lock file for this process, so that two builds never share a stage. A lock whose process is gone is taken over: the file
 * names the process by its pid and the time at which it started, since pids come again.
 */
export async function takeStageLock(lockFile: string): Promise<StageLock | StageFault> {
  await mkdir(dirname(lockFile), { recursive: true });
  const own = `${lockFile}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(own, `${process.pid} ${(await startTime(process.pid)) ?? ''}\n`);
  try {
    // One try more than there are steps in which somebody else can come between.
    for (let tries = 0; tries < 3; tries++) {
      if (await succeeds(link(own, lockFile))) {
        return { release: () => rm(lockFile, { force: true }) };
      }
      const holder = await livingHolder(lockFile);
      if (holder !== undefined) return busy(lockFile, holder);
      await removeStale(lockFile, `${own}.stale`);
    }
  } finally {
    await rm(own, { force: true });
  }
  return busy(lockFile, undefined);
}

function busy(lockFile: string, pid: number | undefined): StageFault {
  const who = pid === undefined ? 'Another process' : `Process ${pid}`;
  return {
    kind: 'busy',
    message: `${who} is building this module for this kernel: wait until that is done, or cancel it (if there is no such build, remove ${lockFile}).`,
  };
}

/** Between the look at a stale lock and its removal somebody may have taken it over: then it is put back. */
async function removeStale(lockFile: string, aside: string): Promise<void> {
  if (!(await succeeds(rename(lockFile, aside)))) return;
  if ((await livingHolder(aside)) !== undefined) await succeeds(link(aside, lockFile));
  await rm(aside, { force: true });
}

/** The process that a lock names, if that very process is still there. */
async function livingHolder(lockFile: string): Promise<number | undefined> {
  const text = await readFile(lockFile, 'utf8').catch(() => '');
  const [, pid, started] = /^(\d+) (\d*)$/m.exec(text) ?? [];
  if (pid === undefined) return undefined;
  return (await startTime(Number(pid))) === started ? Number(pid) : undefined;
}

/** When a process started, in clock ticks since boot (field 22 of /proc/<pid>/stat); `undefined` when there is none. */
async function startTime(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The program's name in brackets may hold blanks; the fields behind it are counted from the third.
  return stat
    ?.slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .at(22 - 3);
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
