import { readdir, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ProcessGroups } from '../process-group.ts';
import { type StageLayout, stageLayout } from './stage-layout.ts';
import { tryStageLock } from './stage-lock.ts';

/** The number of removed copies, and those that had to stay: the root of each, and a sentence that says why. */
export interface RemovedStages {
  readonly removed: number;
  readonly kept: readonly { readonly root: string; readonly message: string }[];
}

/**
 * Removes the staged copies of a conf, with their products and results: the one for a kernel, by its `treeMark`, or those for all kernels.
 * A copy in which a build is running is left alone.
 */
export async function removeStages(
  cacheFolder: string,
  confPath: string,
  options: { readonly groups: ProcessGroups; readonly kernelMark?: string },
): Promise<RemovedStages> {
  const { groups, kernelMark } = options;
  const folder = dirname(stageLayout(cacheFolder, confPath, 'any').root);
  const marks = kernelMark === undefined ? await marksIn(folder) : [kernelMark];
  const kept: { root: string; message: string }[] = [];
  let removed = 0;
  for (const one of marks) {
    const layout = stageLayout(cacheFolder, confPath, one);
    const lock = await tryStageLock(layout.lockFile, groups);
    if (!('release' in lock)) {
      kept.push({ root: layout.root, message: lock.message });
      continue;
    }
    try {
      if (await removeStage(layout)) removed++;
    } finally {
      await lock.release();
    }
  }
  // The folder is not empty if something could not be removed.
  await rmdir(folder).catch(() => {});
  return { removed, kept };
}

/** Returns whether a copy existed. */
async function removeStage({ root, resultFile }: StageLayout): Promise<boolean> {
  await rm(resultFile, { force: true });
  return rm(root, { recursive: true }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

/** The marks of the kernels for which anything exists, as the layout writes them. */
async function marksIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = entries.flatMap((entry) => {
    if (entry.isDirectory()) return [entry.name];
    return /^(.+)\.(?:result\.json|lock)$/.exec(entry.name)?.[1] ?? [];
  });
  return [...new Set(found)].sort();
}
