import { readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stageLayout } from './stage-layout.ts';
import { takeStageLock } from './stage-lock.ts';

/** How many staged copies were removed, and a sentence for each that had to stay. */
export interface RemovedStages {
  readonly removed: number;
  readonly kept: readonly string[];
}

/**
 * Removes the staged copies of a conf with all that was built in them: that for one release, or for every release.
 * One in which a process builds is left alone.
 */
export async function removeStages(
  cacheFolder: string,
  confPath: string,
  release?: string,
): Promise<RemovedStages> {
  const folder = dirname(stageLayout(cacheFolder, confPath, 'any').root);
  const roots =
    release === undefined
      ? (await foldersIn(folder)).map((name) => join(folder, name))
      : [stageLayout(cacheFolder, confPath, release).root];
  const kept: string[] = [];
  let removed = 0;
  for (const root of roots) {
    const lock = await takeStageLock(`${root}.lock`);
    if (!('release' in lock)) {
      kept.push(lock.message);
      continue;
    }
    try {
      await rm(root, { recursive: true, force: true });
      removed++;
    } finally {
      await lock.release();
    }
  }
  // Not empty where something had to stay.
  await rmdir(folder).catch(() => {});
  return { removed, kept };
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}
