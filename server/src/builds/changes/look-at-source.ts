import { realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ProcessGroups } from '../process-group.ts';
import { makefileName } from '../source/build-file-names.ts';
import { readFoldersWithStatus, statsOf } from '../source/many-files.ts';
import { type FileMarked, folderOf, type SourceEntries } from '../source/source-entries.ts';
import { type LeftOut, StageScope } from '../source/stage-scope.ts';
import type { KeptStage } from '../stage/kept-stage.ts';
import {
  folderMark,
  isInState,
  isLasting,
  readLinkState,
  readSourceState,
  type SourceState,
} from '../stage/source-state.ts';
import { changedPaths } from './changed-paths.ts';
import { clockDeviation, readMoment } from './moment.ts';

/** A copy that was made of a source, in which builds can continue. */
export interface EarlierCopy {
  readonly kept: Pick<KeptStage, 'copied' | 'lookedAt' | 'leftOut'>;
  readonly groups: ProcessGroups;
}

/**
 * Reads the state of every entry of a source, except those that are not copied. If only contents of files have changed
 * since an earlier copy was made, the rest is not read again. Rejects with the system's errors.
 */
export async function lookAtSource(
  source: string,
  leftOut: LeftOut,
  earlier?: EarlierCopy,
): Promise<SourceState> {
  const entries = earlier && (await entriesAgain(source, leftOut, earlier));
  return entries ? { entries } : readSourceState(source, leftOut);
}

/** So many changes are as fast to find by reading the whole source. */
const mostChanges = 5_000;

/** `undefined` if it is uncertain what has changed, or if more than the contents of files has. */
async function entriesAgain(
  source: string,
  leftOut: LeftOut,
  { kept: { copied: entries, lookedAt, leftOut: before }, groups }: EarlierCopy,
): Promise<SourceEntries | undefined> {
  const now = await readMoment();
  if (!lookedAt || !now || JSON.stringify(leftOut) !== JSON.stringify(before)) return undefined;
  const deviation = clockDeviation(lookedAt, now);
  if (deviation === undefined) return undefined;
  const found = await changedPaths(source, lookedAt.clock - deviation, groups);
  if (!found || found.length > mostChanges) return undefined;
  const scope = new StageScope(source, leftOut);
  const folders = new Set<string>();
  const files = new Set<string>();
  for (const { path, isFolder } of found)
    if (path === '' || isInState(path, scope) !== false) (isFolder ? folders : files).add(path);
  const listed = await filesIn(source, [...folders], scope, entries);
  if (!listed) return undefined;
  for (const path of files) {
    // What is not among the entries of a folder whose entries are as before was left out then, too.
    if (entries.has(path)) listed.add(path);
    else if (!folders.has(folderOf(path))) return undefined;
  }
  const changed = await statusOf(source, [...listed], entries);
  return changed && (await areLinksSame(source, entries)) ? entries.ofSource(changed) : undefined;
}

/** The files in some folders; `undefined` if the entries of one are no longer those that are known. */
async function filesIn(
  source: string,
  folders: readonly string[],
  scope: StageScope,
  entries: SourceEntries,
): Promise<Set<string> | undefined> {
  const files = new Set<string>();
  const paths = folders.map((folder) => join(source, folder));
  const own = await statsOf(paths);
  for (const [at, folder] of folders.entries())
    if (folder !== '' && entries.get(folder)?.mark !== folderMark(own[at]?.mode ?? Number.NaN))
      return undefined;
  const counts = entries.countIn(new Set(folders));
  let at = 0;
  for (const all of await readFoldersWithStatus(paths)) {
    const folder = folders[at++] ?? '';
    const selected = await scope.select(folder, all.filter(isLasting));
    if (selected?.length !== (counts.get(folder) ?? 0)) return undefined;
    for (const entry of selected) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const known = entries.get(path);
      if (!known) return undefined;
      const isSameKind = known.file
        ? entry.isFile()
        : known.link === undefined
          ? entry.isDirectory()
          : entry.isSymbolicLink();
      if (!isSameKind) return undefined;
      if (known.file) files.add(path);
    }
  }
  return files;
}

/** What the system says of some files; `undefined` if one is not a file any more, or decides what can be kept of a build. */
async function statusOf(
  source: string,
  paths: readonly string[],
  entries: SourceEntries,
): Promise<readonly { readonly path: string; readonly status: FileMarked }[] | undefined> {
  const found: { path: string; status: FileMarked }[] = [];
  const stats = await statsOf(paths.map((path) => join(source, path)));
  for (const [at, path] of paths.entries()) {
    const status = stats[at];
    const before = entries.get(path)?.status;
    if (!status?.isFile || !before) return undefined;
    const isSame = status.ctimeMs === before.ctimeMs && status.mtimeMs === before.mtimeMs;
    if (!isSame && makefileName.test(basename(path))) return undefined;
    found.push({ path, status });
  }
  return found;
}

async function areLinksSame(source: string, entries: SourceEntries): Promise<boolean> {
  const real = await realpath(source);
  for (const [row, { mark, link }] of entries.others) {
    if (link === undefined) continue;
    const now = await readLinkState(join(source, entries.paths[row] ?? ''), real).catch(() => undefined);
    if (now?.mark !== mark) return false;
  }
  return true;
}
