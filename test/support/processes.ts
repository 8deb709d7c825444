import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** Its command line, with blanks between the words. */
  readonly command: string;
}

/** The processes that work in a folder, or that name it in their command line. Those of other users are not seen. */
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

/** The same without those that have just been forked and still have the command line of their parent: they are about to run another program. */
export function programsAbout(folder: string): readonly RunningProcess[] {
  const all = processesAbout(folder);
  return all.filter((one) => all.every(({ pid, command }) => pid !== one.parent || command !== one.command));
}

/** Empty where the process ended meanwhile, or belongs to someone else. */
function readProcess(read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return '';
    throw error;
  }
}

/** The milliseconds of processor time that a process takes while something is done; the system counts in steps of ten. */
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

/** The fields of a process's status behind its name, which may hold blanks; none where it has ended. */
function statusOf(pid: string): readonly string[] {
  const status = readProcess(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return status.slice(status.lastIndexOf(')') + 2).split(' ');
}
