import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The command lines of the processes that work in a folder, or that name it. Processes of other users are not seen. */
export function processesAbout(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .flatMap((pid) => {
      const command = readProcess(() =>
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
      );
      const cwd = readProcess(() => readlinkSync(`/proc/${pid}/cwd`));
      return command.includes(folder) || cwd.startsWith(folder) ? [command] : [];
    });
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
