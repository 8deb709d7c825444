import { constants } from 'node:fs';
import { copyFile, lstat, utimes } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { runInThread, type ThreadAnswer } from './file-thread.ts';

export interface CopyProgress {
  readonly signal?: AbortSignal;
  /** Called from time to time with the number of files that were copied so far. */
  readonly onProgress?: (files: number) => void;
}

/** From how many files on threads of their own copy them: what asynchronous calls take beyond that pays for the start of a thread. */
const many = 1000;

/** How many files are worth another thread, and how many threads at most share a disk. */
const filesOfThread = 2000;
const mostThreads = 4;

/** A larger number does not help: Node runs these system calls on four threads. */
const filesAtOnce = 16;

/** How many files are copied between two reports of progress. */
const filesPerReport = 500;

/** The time between two reports of what threads have copied. */
const reportMs = 100;

/**
 * Copies files, by their paths below both folders, with their modes and times; they share their blocks with the originals where the file
 * system can do that. A file that is gone is left out. Rejects with the system's errors, and with the signal's reason; nothing is being
 * copied any more then.
 */
export async function copyFiles(
  folders: { readonly source: string; readonly target: string },
  paths: readonly string[],
  progress: CopyProgress,
): Promise<void> {
  progress.signal?.throwIfAborted();
  await (paths.length < many ? copyFew(folders, paths, progress) : copyByThreads(folders, paths, progress));
  progress.signal?.throwIfAborted();
}

async function copyFew(
  { source, target }: { readonly source: string; readonly target: string },
  paths: readonly string[],
  { signal, onProgress }: CopyProgress,
): Promise<void> {
  const waiting = [...paths];
  let copied = 0;
  const copyWaiting = async () => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      try {
        signal?.throwIfAborted();
        await copyOne(`${source}/${path}`, `${target}/${path}`);
        if (++copied % filesPerReport === 0) onProgress?.(copied);
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  await allEnded(Array.from({ length: filesAtOnce }, copyWaiting));
}

async function copyOne(from: string, to: string): Promise<void> {
  try {
    const { atimeMs, mtimeMs } = await lstat(from);
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    await utimes(to, atimeMs / 1000, mtimeMs / 1000);
  } catch (error) {
    // Editors create and remove temporary files at any time; a file that disappears while it is copied is not part of the source.
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT' && (await isAbsent(from));
    if (!isGone) throw error;
  }
}

async function isAbsent(path: string): Promise<boolean> {
  return lstat(path).then(
    () => false,
    () => true,
  );
}

/** The same, but one error does not leave the others running. */
async function allEnded(copying: readonly Promise<void>[]): Promise<void> {
  for (const ended of await Promise.allSettled(copying)) if (ended.status === 'rejected') throw ended.reason;
}

async function copyByThreads(
  folders: { readonly source: string; readonly target: string },
  paths: readonly string[],
  { signal, onProgress }: CopyProgress,
): Promise<void> {
  const threads = Math.min(mostThreads, availableParallelism(), Math.ceil(paths.length / filesOfThread));
  const each = Math.ceil(paths.length / threads);
  const counts = new Int32Array(new SharedArrayBuffer(8));
  const stop = () => Atomics.store(counts, 1, 1);
  signal?.addEventListener('abort', stop, { once: true });
  const reports = setInterval(() => onProgress?.(Atomics.load(counts, 0)), reportMs);
  try {
    await allEnded(
      Array.from({ length: threads }, (_, at) => {
        // The files of a folder stand one after the other: so threads hardly ever write to the same folder.
        const own = paths.slice(at * each, (at + 1) * each).join('\0');
        return runInThread(copyInThread, { ...folders, paths: own, counts });
      }),
    );
  } finally {
    clearInterval(reports);
    signal?.removeEventListener('abort', stop);
  }
}

/**
 * Runs in a thread: the same as `copyOne` for each file. `counts` is shared: how many files were copied, and 1 once the threads are to stop.
 */
function copyInThread(question: {
  readonly source: string;
  readonly target: string;
  readonly paths: string;
  readonly counts: Int32Array;
}): ThreadAnswer<undefined> {
  const { constants, copyFileSync, lstatSync, utimesSync } = process.getBuiltinModule('node:fs');
  const { source, target, paths, counts } = question;
  for (const path of paths.split('\0')) {
    if (Atomics.load(counts, 1) === 1) break;
    const from = `${source}/${path}`;
    try {
      const stats = lstatSync(from, { throwIfNoEntry: false });
      if (!stats) continue;
      const to = `${target}/${path}`;
      copyFileSync(from, to, constants.COPYFILE_FICLONE);
      utimesSync(to, stats.atimeMs / 1000, stats.mtimeMs / 1000);
      Atomics.add(counts, 0, 1);
    } catch (error) {
      const isGone =
        (error as NodeJS.ErrnoException).code === 'ENOENT' && !lstatSync(from, { throwIfNoEntry: false });
      if (isGone) continue;
      Atomics.store(counts, 1, 1);
      throw error;
    }
  }
  return { answer: undefined };
}
