import { readFile, readlink, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isInside } from '../../is-inside.ts';
import { makefileName } from '../source/build-file-names.ts';
import { type FolderEntry, readFoldersWithStatus } from '../source/many-files.ts';
import { EntryCollector, type SourceEntries } from '../source/source-entries.ts';
import { type LeftOut, plainSource, StageScope } from '../source/stage-scope.ts';

/** The state of a source at one moment. */
export interface SourceState {
  readonly entries: SourceEntries;
  /** Why no copy of it can be kept from one build to the next; absent if one can. */
  readonly whyNotKept?: string;
}

/** Files that editors leave beside a file while they write it, and files for clangd; no build reads them. */
const editorsOwn =
  /~$|^\.#|^#.*#$|\.sw[a-z]$|^4913$|^compile_commands\.json(?:\.new)?$|^\.clangd(?:\.new)?$|^\.cache$/;

/**
 * A line of a Makefile that takes all files of a folder, including products of an earlier build, which a kept copy contains and a fresh one
 * does not. Recipes (lines that begin with a tab) don't count: their patterns are mostly those of `rm *.o`.
 */
const takesAll = /^[^\t#\n].*(?:\*\.(?:c|S|o|mod)\b|\bfind\s)/m;

/** Reads the state of every entry of a source, except those that are not copied. Rejects with the system's errors. */
export async function readSourceState(source: string, leftOut: LeftOut = {}): Promise<SourceState> {
  const scope = new StageScope(source, leftOut);
  const found = new EntryCollector();
  const real = await realpath(source);
  let unkept: string | undefined;
  const visitLink = async (path: string): Promise<void> => {
    const { leadsToFolder, mark, link } = await readLinkState(join(source, path), real);
    if (leadsToFolder) unkept = `${path} leads to a folder outside the source`;
    found.addOther(path, { mark, link });
  };
  let level: readonly Folder[] = [{ path: '', mode: 0 }];
  while (level.length > 0) {
    const below: Folder[] = [];
    const read = await readFoldersWithStatus(
      level.map(({ path }) => (path === '' ? source : `${source}/${path}`)),
    );
    let at = 0;
    for (const all of read) {
      const { path: inside, mode } = level[at++] ?? { path: '', mode: 0 };
      const lasting = all.filter(isLasting);
      const selected = await scope.select(inside, lasting);
      if (selected && inside !== '') found.addOther(inside, { mark: folderMark(mode) });
      for (const entry of selected ?? []) {
        const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
        const { status } = entry;
        // A file that an editor has removed since the folder was read is not part of the source.
        if (!status) continue;
        if (entry.isDirectory()) below.push({ path, mode: status.mode });
        else if (entry.isSymbolicLink()) await visitLink(path);
        else if (entry.isFile()) {
          found.addFile(path, status);
          if (makefileName.test(entry.name) && (await takesAllFiles(join(source, path))))
            unkept = `${path} may take all files of a folder`;
        }
      }
    }
    level = below;
  }
  return { entries: found.entries(), ...(unkept !== undefined && { whyNotKept: unkept }) };
}

interface Folder {
  /** Below the source. */
  readonly path: string;
  readonly mode: number;
}

/** Whether an entry is not one that an editor leaves there for a moment. */
export function isLasting({ name }: Pick<FolderEntry, 'name'>): boolean {
  return plainSource.test(name) || !editorsOwn.test(name);
}

/** What a link says, and its mark: if it leads out of a source (a real path), the mark has the state of what it leads to. */
export async function readLinkState(
  path: string,
  source: string,
): Promise<{ readonly mark: string; readonly link: string; readonly leadsToFolder: boolean }> {
  const linked = await stat(path).catch(() => undefined);
  const leadsOut = !isInside(await realpath(path).catch(() => source), source);
  const target = leadsOut && linked ? ` ${linked.size} ${linked.mtimeMs} ${linked.ctimeMs}` : '';
  const link = await readlink(path);
  return {
    mark: `link ${link}${target}`,
    link,
    leadsToFolder: leadsOut && linked?.isDirectory() === true,
  };
}

/** The mark of a folder. */
export function folderMark(mode: number): string {
  return `folder ${mode}`;
}

/** Whether the mark of an entry is that of a folder. */
export function isFolderMark(mark: string): boolean {
  return /^folder /.test(mark);
}

/** Whether a path in a source is part of its state; `undefined` if that depends on other files. */
export function isInState(path: string, scope: StageScope): boolean | undefined {
  return path.split('/').some((name) => editorsOwn.test(name)) ? false : scope.includes(path);
}

async function takesAllFiles(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8');
  return takesAll.test(text.replaceAll('\\\n', ' '));
}
