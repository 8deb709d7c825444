import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { isInside } from '../is-inside.ts';

export interface KernelWatcher {
  /** Stops watching; no report comes after it. */
  close(): Promise<void>;
}

export interface KernelWatcherOptions {
  /** How long after the last change it is reported; 300 unless told. */
  readonly quietMs?: number;
  /**
   * How long after the last change it is reported once more; 4000 unless told. A package manager goes on unpacking
   * where nothing is watched (the header trees themselves, kbuild's programs), and puts files in their place at the end.
   */
  readonly completeMs?: number;
  /** Told when something can't be watched, such as when the system's limit of watches is reached; watching goes on. */
  readonly onError?: (error: Error) => void;
}

/**
 * Calls `onChange` when a kernel may have been installed or removed: a folder appeared or went in one of `folders`
 * (those of `kernelFolders`), or a file or a link that `isTelling` knows in such a folder. Header trees are never entered.
 * A folder that is absent is waited for. Resolves when every change from now on is seen.
 */
export async function watchKernels(
  folders: readonly string[],
  onChange: () => void,
  options: KernelWatcherOptions = {},
): Promise<KernelWatcher> {
  const { quietMs = 300, completeMs = 4000, onError = () => {} } = options;
  let timers: NodeJS.Timeout[] = [];
  let closed = false;
  let isStale = false;

  const report = (path: string, wanted: readonly string[]) => {
    if (closed) return;
    if (isOnTheWay(path, wanted)) isStale = true;
    for (const timer of timers) clearTimeout(timer);
    timers = [
      setTimeout(() => tell(false), quietMs).unref(),
      setTimeout(() => tell(true), completeMs).unref(),
    ];
  };
  let current = open(folders, report, onError);
  // When a wanted folder came or went, the looking begins anew: chokidar 5 misses what is made in a new folder
  // between its reading of it and its watching of it, and does not watch for the return of what it was told to watch.
  const tell = (isSettled: boolean) => {
    if (isStale) current = current.then((old) => old.close()).then(() => open(folders, report, onError));
    if (isSettled) isStale = false;
    current.then(() => closed || onChange()).catch(onError);
  };

  await current;
  return {
    async close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      await (await current).close();
    },
  };
}

/** Looks at the folders as they are now, and reports paths that came, changed or went since. */
async function open(
  folders: readonly string[],
  report: (path: string, wanted: readonly string[]) => void,
  onError: (error: Error) => void,
): Promise<FSWatcher> {
  const resolved = await Promise.all(folders.map((folder) => resolveFolder(resolve(folder))));
  const wanted = [...new Set(resolved.map((place) => place.folder))];
  const watcher = watch([...new Set(resolved.map((place) => place.existing))], {
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    // Its wait for a file to come back after it went is part of `quietMs`.
    atomic: false,
    ignored: (path) => !isWatched(resolve(path), wanted),
  });
  watcher.on('error', (error) => onError(error instanceof Error ? error : new Error(String(error))));
  // chokidar 5 is never ready with nothing to watch.
  if (resolved.length > 0) await new Promise<void>((ready) => watcher.once('ready', () => ready()));
  // Listened to from here on only: chokidar 5 reports links of its first look in spite of `ignoreInitial`.
  watcher.on('all', (_event, path) => report(path, wanted));
  watcher.on('raw', (_event, name, details) => {
    // chokidar 5 passes over a link that points nowhere, which is just what the link of absent headers does,
    // and over a folder that went and came again before it looked.
    const path = rawPath(details, name);
    if (path !== undefined && isWatched(path, wanted)) report(path, wanted);
  });
  return watcher;
}

function isWatched(path: string, wanted: readonly string[]): boolean {
  return isOnTheWay(path, wanted) || isOfKernel(path, wanted);
}

/** Whether a path is a wanted folder, or one above it. */
function isOnTheWay(path: string, wanted: readonly string[]): boolean {
  return wanted.some((folder) => isInside(folder, path));
}

/** Whether a path is a kernel's folder in a wanted folder, or what tells in that. */
function isOfKernel(path: string, wanted: readonly string[]): boolean {
  return wanted.some((folder) => {
    if (!isInside(path, folder)) return false;
    const parts = path.slice(folder.length).split(sep).filter(Boolean);
    if (parts.length === 1) return mayBeKernel(folder, basename(path));
    return parts.length === 2 && mayBeKernel(folder, parts[0] ?? '') && isTelling(parts[1] ?? '');
  });
}

/** What an event of the system's own is about: it names an entry of the folder that is watched, or that folder itself. */
function rawPath(details: unknown, name: unknown): string | undefined {
  if (typeof name !== 'string' || typeof details !== 'object' || details === null) return undefined;
  const watched = 'watchedPath' in details ? String(details.watchedPath) : undefined;
  if (watched === undefined) return undefined;
  return basename(watched) === name ? watched : join(watched, name);
}

/** In /usr/src there are other things too, and some are being worked on: the sources of the drivers that dkms builds. */
function mayBeKernel(folder: string, name: string): boolean {
  return basename(folder) !== 'src' || /^(?:linux-.*|kernels)$/.test(name);
}

/** What comes and goes in a kernel's folder with its headers: the link of a module folder, the upper files of the headers. */
function isTelling(name: string): boolean {
  return /^(?:build|Makefile|\.config|\.kernelvariables|Module\.symvers)$/.test(name);
}

/**
 * A folder without the links on its way (as /lib is one, and chokidar does not enter links here),
 * and the nearest folder above it that exists: what a folder that does not exist yet will appear in.
 */
async function resolveFolder(wanted: string): Promise<{ folder: string; existing: string }> {
  for (let path = wanted; ; path = dirname(path)) {
    const existing = await realpath(path).catch(() => undefined);
    if (existing !== undefined) return { folder: join(existing, relative(path, wanted)), existing };
    if (path === dirname(path)) return { folder: wanted, existing: path };
  }
}
