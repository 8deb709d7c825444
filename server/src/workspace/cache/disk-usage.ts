import { runInThread, type ThreadAnswer } from '../../builds/source/file-thread.ts';

/**
 * The disk usage of each of these groups of files and folders, with everything in them, in bytes. What can't be examined counts as nothing. A
 * cache may hold the headers of many kernels, some hundred thousand files, so a thread of its own looks at them.
 */
export function diskUsageOf(groups: readonly (readonly string[])[]): Promise<readonly number[]> {
  return runInThread(measure, groups);
}

/** Runs in the thread. */
function measure(groups: readonly (readonly string[])[]): ThreadAnswer<readonly number[]> {
  const { lstatSync, readdirSync } = process.getBuiltinModule('node:fs');
  const usageOf = (path: string): number => {
    try {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (!stats) return 0;
      // Blocks of 512 bytes, whatever the file system's own are.
      let bytes = stats.blocks * 512;
      if (stats.isDirectory()) for (const name of readdirSync(path)) bytes += usageOf(`${path}/${name}`);
      return bytes;
    } catch {
      return 0;
    }
  };
  return { answer: groups.map((paths) => paths.reduce((sum, path) => sum + usageOf(path), 0)) };
}
