import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** Its command line, with blanks between the words. */
  readonly command: string;
}

/** The processes whose working directory is in a folder, or whose command line names it. Those of other users are not seen. */
export function processesAbout(folder: string): readonly RunningProcess[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .flatMap((pid) => {
      const command = readProcess(() =>
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
      );
      const cwd = readProcess(() => readlinkSync(`/proc/${pid}/cwd`));
      if (!command.includes(folder) && !cwd.startsWith(folder)) return [];
      return [{ pid: Number(pid), parent: Number(statusOf(pid)[1]), command }];
    });
}

/** The same, without processes that were just forked and still have their parent's command line: they are about to run another program. */
export function programsAbout(folder: string): readonly RunningProcess[] {
  const all = processesAbout(folder);
  return all.filter((one) => all.every(({ pid, command }) => pid !== one.parent || command !== one.command));
}

/** Empty if the process has ended meanwhile or belongs to another user. */
function readProcess(read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return '';
    throw error;
  }
}

/** The processor time that a process uses during some work, in milliseconds; the system counts in steps of ten. */
export async function processorMsOf(pid: number, work: () => Promise<unknown>): Promise<number> {
  const before = processorMs(pid);
  await work();
  return processorMs(pid) - before;
}

/** Fields 14 and 15 of its status, in hundredths of a second. */
function processorMs(pid: number): number {
  const fields = statusOf(String(pid));
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

/** The fields of a process's status after its name, which may contain spaces; none if it has ended. */
function statusOf(pid: string): readonly string[] {
  const status = readProcess(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return status.slice(status.lastIndexOf(')') + 2).split(' ');
}
