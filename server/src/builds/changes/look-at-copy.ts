import { basename, join } from 'node:path';
import { isFile } from '../../file-system.ts';
import type { ProcessGroups } from '../process-group.ts';
import { readFolders, statsOf } from '../source/many-files.ts';
import { compareWithRecord, type RecordComparison } from '../source/record-comparison.ts';
import { folderOf, isLike } from '../source/source-entries.ts';
import type { KeptStage } from '../stage/kept-stage.ts';
import { changedPaths } from './changed-paths.ts';
import { isClockSteadySince, readingMs } from './moment.ts';

/** The first file of a copy that builds have changed or removed, and the files and links that they have made. */
export type CopyChanges = Pick<RecordComparison, 'written' | 'made'>;

/**
 * What builds have changed in a copy since it was made, or since PATCH and PRE_BUILD ran. Only what has been written since then is looked at,
 * if that is certain to be known. Rejects with the system's errors.
 */
export async function lookAtCopy(kept: KeptStage, copy: string, groups: ProcessGroups): Promise<CopyChanges> {
  const expected = kept.copied.copiedFiles(kept.preparation?.changed);
  return (await changesSinceCopied(kept, copy, expected, groups)) ?? compareAll(kept, copy, expected);
}

/** `undefined` if it is uncertain what has changed, or if a folder or a link of the source is gone. */
async function changesSinceCopied(
  { copied, copiedAt }: KeptStage,
  copy: string,
  expected: Float64Array,
  groups: ProcessGroups,
): Promise<CopyChanges | undefined> {
  if (!copiedAt || !(await isClockSteadySince(copiedAt))) return undefined;
  const changed = await changedPaths(copy, copiedAt.clock - readingMs, groups);
  if (!changed) return undefined;
  const folders = changed.flatMap(({ path, isFolder }) => (isFolder ? [path] : []));
  const files = changed.flatMap(({ path, isFolder }) => (isFolder ? [] : [path]));
  const made = files.filter((path) => !copied.has(path));
  const names = new Map<string, ReadonlySet<string>>();
  let at = 0;
  for (const entries of await readFolders(folders.map((folder) => join(copy, folder))))
    names.set(folders[at++] ?? '', new Set(entries.map(({ name }) => name)));
  const written = new Set(files);
  let first: string | undefined;
  const stats = new Map(
    (await statsOf(files.map((path) => join(copy, path)))).map((status, index) => [files[index], status]),
  );
  for (const [row, path] of copied.paths.entries()) {
    const size = expected[row * 2] ?? Number.NaN;
    const isGone = names.get(folderOf(path))?.has(basename(path)) === false;
    if (Number.isNaN(size)) {
      if (isGone) return undefined;
    } else if (isGone) {
      if (size >= 0) first ??= path;
    } else if (written.has(path)) {
      const status = stats.get(path);
      const mtimeMs = expected[row * 2 + 1] ?? Number.NaN;
      if (!status?.isFile || !isLike(status, { size, mtimeMs })) first ??= path;
    }
  }
  return { written: first, made };
}

async function compareAll(
  { copied, preparation }: KeptStage,
  copy: string,
  expected: Float64Array<ArrayBuffer>,
): Promise<CopyChanges> {
  const { written, found, ...compared } = await compareWithRecord(copy, copied.paths, expected);
  const made = compared.made.filter((path) => !copied.has(path));
  if (written !== undefined) return { written, made };
  const removed = Object.values(preparation?.changed ?? {}).filter((after) => after === null).length;
  if (found === copied.size - copied.others.size - removed) return { written, made };
  for (const [path, { file }] of copied)
    if (file && preparation?.changed[path] !== null && !(await isFile(join(copy, path))))
      return { written: path, made };
  return { written, made };
}
