import { access, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ProcessGroups } from '../../builds/process-group.ts';
import { type CacheFolder, findCacheFolder, openCacheFolder } from '../../builds/stage/cache-folder.ts';
import type { StageFault } from '../../builds/stage/stage-fault.ts';
import { tryStageLock } from '../../builds/stage/stage-lock.ts';
import { treeMark } from '../../kernels/tree-mark.ts';
import type { Engine } from '../engine.ts';
import { type CacheEntry, readCacheEntries } from './cache-entries.ts';
import { findRemovals } from './cache-limits.ts';

/** The result of a removal. */
export interface CacheRemoval {
  readonly removed: readonly CacheEntry[];
  /** The entries that could not be removed, each with a sentence saying why. */
  readonly kept: readonly { readonly entry: CacheEntry; readonly message: string }[];
}

/** What the cache folder holds. */
export interface CacheContents extends CacheFolder {
  readonly entries: readonly CacheEntry[];
}

/** The shortest time between two applications of the limits. */
const trimEveryMs = 24 * 3600 * 1000;

/** Shows, empties and limits the cache folder. Nothing that a build of this or another process is using is removed. */
export class CacheKeeper {
  readonly #engine: Engine;
  readonly #groups: ProcessGroups;

  constructor(engine: Engine, groups: ProcessGroups = new ProcessGroups()) {
    this.#engine = engine;
    this.#groups = groups;
  }

  /** The fault says why no folder can be used. */
  async contents(): Promise<CacheContents | StageFault> {
    const cache = await openCacheFolder(this.#engine.settings.cacheFolder);
    return 'folder' in cache ? { ...cache, entries: await readCacheEntries(cache.folder) } : cache;
  }

  /** Removes entries that are not in use. */
  async remove(entries: readonly CacheEntry[]): Promise<CacheRemoval> {
    const removed: CacheEntry[] = [];
    const kept: { entry: CacheEntry; message: string }[] = [];
    for (const entry of entries) {
      const why = await this.#removeOne(entry);
      if (why === undefined) removed.push(entry);
      else kept.push({ entry, message: why });
    }
    return { removed, kept };
  }

  /** Removes what exceeds the limits in the settings, once a day for all processes that share the folder; `undefined` if it was not due. */
  async trim(now = Date.now()): Promise<CacheRemoval | undefined> {
    const folder = await findCacheFolder(this.#engine.settings.cacheFolder);
    if (folder === undefined) return undefined;
    const mark = join(folder, 'trimmed');
    const last = await stat(mark).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    // A clock that was set back must not postpone this for years.
    if (Math.abs(now - last) < trimEveryMs) return undefined;
    await writeFile(mark, '');
    const entries = await readCacheEntries(folder);
    const kernels = new Set((await this.#engine.kernels()).map(treeMark));
    const confs = new Set<string>();
    for (const conf of new Set(entries.flatMap((entry) => entry.conf ?? []))) {
      await access(conf).then(
        () => confs.add(conf),
        (error: NodeJS.ErrnoException) => {
          // A file that can't be examined counts as existing.
          if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') confs.add(conf);
        },
      );
    }
    const { cacheMaxSize, cacheMaxAge } = this.#engine.settings;
    const limits = { mostBytes: cacheMaxSize, oldestMs: cacheMaxAge };
    const removals = findRemovals(entries, limits, {
      now,
      isKernel: (mark) => kernels.has(mark),
      isConf: (path) => confs.has(path),
    });
    return this.remove(removals.map(({ entry }) => entry));
  }

  /** Why it had to stay. */
  async #removeOne({ path, beside, lockFile }: CacheEntry): Promise<string | undefined> {
    const lock = lockFile === undefined ? undefined : await tryStageLock(lockFile, this.#groups);
    if (lock && !('release' in lock)) return lock.message;
    try {
      for (const one of [...beside, path]) await rm(one, { recursive: true, force: true });
      return undefined;
    } catch (error) {
      return `${path} can't be removed (${(error as NodeJS.ErrnoException).code}).`;
    } finally {
      await lock?.release();
      // Removes the folder of a module once its last kernel is gone.
      if (lockFile !== undefined) await rmdir(dirname(path)).catch(() => {});
    }
  }
}
