import { readFile, readlink, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isInside } from '../../is-inside.ts';
import { makefileName } from '../source/build-file-names.ts';
import { type FileStatus, readFoldersWithStatus, type StatedEntry } from '../source/many-files.ts';
import { type LeftOut, plainSource, StageScope } from '../source/stage-scope.ts';

/** The state of a source at one moment. */
export interface SourceState {
  /** The state of each entry, by its path below the source. */
  readonly entries: ReadonlyMap<string, EntryState>;
  /** Why no copy of it can be kept from one build to the next; absent if one can. */
  readonly whyNotKept?: string;
}

export interface EntryState {
  /** Its kind, size, mode and times: the time of the last change of the inode too, which no program can set back. */
  readonly mark: string;
  /** For a file: what its mark is made of. */
  readonly status?: FileMarked;
  /** For a file: the properties that its copy has in common with it. */
  readonly file?: { readonly size: number; readonly mtimeMs: number };
  /** For a link: its target as written. */
  readonly link?: string;
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
  const entries = new Map<string, EntryState>();
  const real = await realpath(source);
  let unkept: string | undefined;
  const visitLink = async (path: string): Promise<void> => {
    const from = join(source, path);
    const linked = await stat(from).catch(() => undefined);
    const leadsOut = !isInside(await realpath(from).catch(() => real), real);
    if (leadsOut && linked?.isDirectory()) unkept = `${path} leads to a folder outside the source`;
    const target = leadsOut && linked ? ` ${linked.size} ${linked.mtimeMs} ${linked.ctimeMs}` : '';
    const link = await readlink(from);
    entries.set(path, { mark: `link ${link}${target}`, link });
  };
  for (const { path, entry } of await listSource(source, scope)) {
    const { status } = entry;
    // A file that an editor has removed since the folder was read is not part of the source.
    if (!status) continue;
    if (entry.isDirectory()) entries.set(path, { mark: `folder ${status.mode}` });
    else if (entry.isSymbolicLink()) await visitLink(path);
    else if (entry.isFile()) {
      entries.set(path, new SourceFileState(status));
      if (makefileName.test(entry.name) && (await takesAllFiles(join(source, path))))
        unkept = `${path} may take all files of a folder`;
    }
  }
  return { entries, ...(unkept !== undefined && { whyNotKept: unkept }) };
}

interface ListedEntry {
  /** Below the source. */
  readonly path: string;
  readonly entry: StatedEntry;
}

/** The entries of a source that are part of its state, folders before what is in them. */
async function listSource(source: string, scope: StageScope): Promise<readonly ListedEntry[]> {
  const listed: ListedEntry[] = [];
  const leftOut = new Set<string>();
  let level = [''];
  while (level.length > 0) {
    const read = await readFoldersWithStatus(
      level.map((inside) => (inside === '' ? source : `${source}/${inside}`)),
    );
    const next: string[] = [];
    for (const [at, all] of read.entries()) {
      const inside = level[at] ?? '';
      const lasting = all.filter(({ name }) => plainSource.test(name) || !editorsOwn.test(name));
      const selected = await scope.select(inside, lasting);
      if (!selected) leftOut.add(inside);
      for (const entry of selected ?? []) {
        const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
        listed.push({ path, entry });
        if (entry.isDirectory()) next.push(path);
      }
    }
    level = next;
  }
  return leftOut.size === 0 ? listed : listed.filter(({ path }) => !leftOut.has(path));
}

/** Whether a path in a source is part of its state; `undefined` if that depends on other files. */
export function isInState(path: string, scope: StageScope): boolean | undefined {
  return path.split('/').some((name) => editorsOwn.test(name)) ? false : scope.includes(path);
}

type FileMarked = Pick<FileStatus, 'size' | 'mode' | 'mtimeMs' | 'ctimeMs'>;

/** The state of a file, by numbers: texts of a hundred thousand files would take longer to make than the files to look at. */
export class SourceFileState implements EntryState {
  readonly status: FileMarked;
  readonly file: { readonly size: number; readonly mtimeMs: number };

  /** `file` is what its copy has, if that differs from the file. */
  constructor(status: FileMarked, file: SourceFileState['file'] = status) {
    this.status = status;
    this.file = file;
  }

  get mark(): string {
    return fileMark(this.status);
  }
}

/** Whether an entry of a source is what it was; see `mark`. */
export function isUnchanged(now: EntryState, before: EntryState): boolean {
  const [one, other] = [now.status, before.status];
  if (!one || !other) return now.mark === before.mark;
  return (
    one.size === other.size &&
    one.mode === other.mode &&
    one.mtimeMs === other.mtimeMs &&
    one.ctimeMs === other.ctimeMs
  );
}

/** A text that changes whenever the file does; see `EntryState`. */
export function fileMark({ size, mode, mtimeMs, ctimeMs }: FileMarked): string {
  return `file ${size} ${mode} ${mtimeMs} ${ctimeMs}`;
}

async function takesAllFiles(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8');
  return takesAll.test(text.replaceAll('\\\n', ' '));
}
