import { statsOf } from './many-files.ts';
import { type CopiedFile, isLike, type SourceEntries } from './source-entries.ts';

/**
 * The files of a copy that have another state than the one recorded, by path: the state that they have, or `null` where there is no file.
 * Rejects with the system's errors.
 */
export async function changedFiles(
  copy: string,
  recorded: SourceEntries,
): Promise<ReadonlyMap<string, CopiedFile | null>> {
  const changed = new Map<string, CopiedFile | null>();
  const files = Array.from(recorded).flatMap(([path, { file }]) => (file ? [{ path, file }] : []));
  const stats = await statsOf(files.map(({ path }) => `${copy}/${path}`));
  for (const [index, { path, file }] of files.entries()) {
    const now = stats[index];
    if (now?.isFile && isLike(now, file)) continue;
    changed.set(path, now?.isFile ? { size: now.size, mtimeMs: now.mtimeMs } : null);
  }
  return changed;
}
