import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { isInside } from '../is-inside.ts';

export interface FolderWatcher {
  /** Stops watching; no report comes after it. */
  close(): Promise<void>;
}

/** Whether a change of a path matters; one of `folders` always does, and what is above it until it exists. */
export type IsOfInterest = (path: string, folders: readonly string[]) => boolean;

export interface FolderWatcherOptions {
  /** How long after the last change `onChange` is called; 300 by default. */
  readonly quietMs?: number;
  /**
   * How long after the last change `onChange` is called a second time; 4000 by default. A package manager continues to unpack
   * folders that are not watched (the header trees themselves, kbuild's programs), and moves files into place at the end.
   */
  readonly completeMs?: number;
  /** Called if something can't be watched, for example because the system's limit of watches is reached; watching continues. */
  readonly onError?: (error: Error) => void;
}

/**
 * Calls `onChange` when something that `isOfInterest` was created, changed or removed in one of `folders`; it is told the path and the
 * folders as they are after links, and decides which folders are entered, too. Folders that do not exist yet are watched as soon as
 * they do. Resolves when every later change will be noticed.
 */
export async function watchFolders(
  folders: readonly string[],
  isOfInterest: IsOfInterest,
  onChange: () => void,
  options: FolderWatcherOptions = {},
): Promise<FolderWatcher> {
  const { quietMs = 300, completeMs = 4000, onError = () => {} } = options;
  let timers: NodeJS.Timeout[] = [];
  let closed = false;
  let isStale = false;

  const report = (path: string, wanted: readonly string[]) => {
    if (closed) return;
    if (isOrContains(path, wanted)) isStale = true;
    for (const timer of timers) clearTimeout(timer);
    timers = [
      setTimeout(() => settle(false), quietMs).unref(),
      setTimeout(() => settle(true), completeMs).unref(),
    ];
  };
  let current = open(folders, isOfInterest, report, onError);
  // When a wanted folder appears or disappears, watching is restarted: chokidar 5 misses entries that are created between reading
  // a new folder and watching it, and does not notice when a watched folder that was removed returns.
  const settle = (isSettled: boolean) => {
    if (isStale)
      current = current.then((old) => old.close()).then(() => open(folders, isOfInterest, report, onError));
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

/** Reads the folders as they are now, and reports paths that appear, change or disappear afterwards. */
async function open(
  folders: readonly string[],
  isOfInterest: IsOfInterest,
  report: (path: string, wanted: readonly string[]) => void,
  onError: (error: Error) => void,
): Promise<FSWatcher> {
  const resolved = await Promise.all(folders.map((folder) => resolveFolder(resolve(folder))));
  const wanted = [...new Set(resolved.map((one) => one.folder))];
  const isWatched = (path: string) => isOrContains(path, wanted) || isOfInterest(path, wanted);
  const watcher = watch([...new Set(resolved.map((one) => one.existing))], {
    ignoreInitial: true,
    followSymlinks: false,
    ignorePermissionErrors: true,
    // chokidar's wait for a removed file to return is not needed: `quietMs` covers it.
    atomic: false,
    ignored: (path) => !isWatched(resolve(path)),
  });
  watcher.on('error', (error) => onError(error instanceof Error ? error : new Error(String(error))));
  // chokidar 5 is never ready with nothing to watch.
  if (resolved.length > 0) await new Promise<void>((ready) => watcher.once('ready', () => ready()));
  // Subscribed only now: chokidar 5 reports links that it finds at first in spite of `ignoreInitial`.
  watcher.on('all', (_event, path) => report(path, wanted));
  watcher.on('raw', (_event, name, details) => {
    // chokidar 5 ignores dangling links, such as the build link of headers that are not installed,
    // and a folder that was removed and created again before chokidar read it.
    const path = rawPath(details, name);
    if (path !== undefined && isWatched(path)) report(path, wanted);
  });
  return watcher;
}

/** Whether a path is a wanted folder, or one above it. */
function isOrContains(path: string, wanted: readonly string[]): boolean {
  return wanted.some((folder) => isInside(folder, path));
}

/** The path in a raw event of the system, which names an entry of the watched folder, or that folder itself. */
function rawPath(details: unknown, name: unknown): string | undefined {
  if (typeof name !== 'string' || typeof details !== 'object' || details === null) return undefined;
  const watched = 'watchedPath' in details ? String(details.watchedPath) : undefined;
  if (watched === undefined) return undefined;
  return basename(watched) === name ? watched : join(watched, name);
}

/**
 * The real path of a folder (/lib may be a link, and chokidar does not follow links here), and the nearest existing folder above it,
 * in which a folder that does not exist yet will appear.
 */
async function resolveFolder(wanted: string): Promise<{ folder: string; existing: string }> {
  for (let path = wanted; ; path = dirname(path)) {
    const existing = await realpath(path).catch(() => undefined);
    if (existing !== undefined) return { folder: join(existing, relative(path, wanted)), existing };
    if (path === dirname(path)) return { folder: wanted, existing: path };
  }
}
