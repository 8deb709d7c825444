import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../write-whole.ts';
import type { ArchivedKernel, ArchiveFault } from './archived-kernel.ts';
import { type Cancelled, isFailure } from './run-program.ts';

/** How long package lists are used before they are downloaded again, in milliseconds. */
const listsHoldMs = 6 * 3600 * 1000;

/** Whether `mark` was written recently, for the same archive (`origin`). */
export async function isListFresh(mark: string, origin: string): Promise<boolean> {
  const [text, stats] = await Promise.all([readFile(mark, 'utf8'), stat(mark)]).catch(() => []);
  if (text === undefined || stats === undefined || !text.startsWith(`${origin}\n`)) return false;
  const age = Date.now() - stats.mtimeMs;
  // Lists from the future, after the clock was set back, do not count as new.
  return age >= 0 && age < listsHoldMs;
}

/** The kernels of an archive: as recently read, or otherwise as `ask` reads them now. */
export async function keptList(
  folder: string,
  origin: string,
  ask: () => Promise<readonly ArchivedKernel[] | ArchiveFault | Cancelled>,
): Promise<readonly ArchivedKernel[] | ArchiveFault | Cancelled> {
  const file = join(folder, listFile);
  if (await isListFresh(file, origin)) {
    const text = await readFile(file, 'utf8');
    return JSON.parse(text.slice(origin.length + 1)) as readonly ArchivedKernel[];
  }
  await mkdir(folder, { recursive: true });
  const kernels = await ask();
  if (!isFailure(kernels)) await writeWhole(file, `${origin}\n${JSON.stringify(kernels)}`);
  return kernels;
}

/** Makes the next call read the list from the archive again. */
export async function forgetList(folder: string): Promise<void> {
  await rm(join(folder, listFile), { force: true });
}

/** Change the name whenever the format changes. */
const listFile = 'kernels-2.json';
