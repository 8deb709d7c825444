import { constants, type Dirent, lstat } from 'node:fs';
import { isFolder, readdir, realpath } from '../../file-system.ts';
import { runInThread, type ThreadAnswer } from './file-thread.ts';

/** What a path is, a link as such. */
export interface FileStatus {
  readonly isFile: boolean;
  readonly mode: number;
  /** In bytes. */
  readonly size: number;
  /** In milliseconds since 1970, with fractions. */
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}

/** An entry of a folder, as Node's `Dirent` describes it. */
export type FolderEntry = Pick<Dirent, 'name' | 'isFile' | 'isDirectory' | 'isSymbolicLink'>;

/**
 * From how many files, or entries of folders, on a thread of its own asks the system for them, one after the other. Each of Node's asynchronous
 * calls wakes another thread and comes back to this one, which takes twice as long as the call itself, and for folders four times; starting
 * a thread takes as long as twenty thousand calls.
 */
export const many = 20_000;

/** Each waiting call takes memory; and Node runs these calls on four threads. */
const callsAtOnce = 500;

/** In the same order; `undefined` for a path that is not there. Rejects with the system's errors. */
export async function statsOf(paths: readonly string[]): Promise<readonly (FileStatus | undefined)[]> {
  if (paths.length >= many) return statsByThread(paths);
  const found: (FileStatus | undefined)[] = [];
  for (let start = 0; start < paths.length; start += callsAtOnce)
    found.push(...(await statsOfFew(paths.slice(start, start + callsAtOnce))));
  return found;
}

/** Node's callbacks take half the time of its promises. */
function statsOfFew(paths: readonly string[]): Promise<readonly (FileStatus | undefined)[]> {
  return new Promise((resolve, reject) => {
    const found = new Array<FileStatus | undefined>(paths.length);
    let waiting = paths.length;
    for (const [index, path] of paths.entries()) {
      lstat(path, (error, stats) => {
        if (error && error.code !== 'ENOENT' && error.code !== 'ENOTDIR') reject(error);
        else if (!error) {
          const { mode, size, mtimeMs, ctimeMs } = stats;
          found[index] = { isFile: stats.isFile(), mode, size, mtimeMs, ctimeMs };
        }
        if (--waiting === 0) resolve(found);
      });
    }
  });
}

/** The entries of folders, in the same order. Rejects with the system's errors. */
export async function readFolders(folders: readonly string[]): Promise<Iterable<readonly FolderEntry[]>> {
  if (areMany(folders)) return foldersByThread(folders, false);
  return readFewFolders(folders);
}

async function readFewFolders(folders: readonly string[]): Promise<readonly (readonly Dirent[])[]> {
  const found: (readonly Dirent[])[] = [];
  for (let start = 0; start < folders.length; start += callsAtOnce)
    found.push(
      ...(await Promise.all(
        folders.slice(start, start + callsAtOnce).map((folder) => readdir(folder, { withFileTypes: true })),
      )),
    );
  return found;
}

/** A folder of a source has some dozens of entries. */
function areMany(folders: readonly string[]): boolean {
  return folders.length * 50 >= many;
}

/** An entry of a folder, with what `lstat` says of it; `undefined` if it is gone since the folder was read. */
interface StatedEntry extends FolderEntry {
  readonly status: FileStatus | undefined;
}

/** The same as `readFolders`, with the status of each entry. */
export async function readFoldersWithStatus(
  folders: readonly string[],
): Promise<Iterable<readonly StatedEntry[]>> {
  if (areMany(folders)) return foldersByThread(folders, true);
  const found = await readFewFolders(folders);
  const paths = found.flatMap((entries, at) => entries.map(({ name }) => `${folders[at]}/${name}`));
  const stats = await statsOf(paths);
  let next = 0;
  return found.map((entries) => entries.map((entry) => Object.assign(entry, { status: stats[next++] })));
}

/** All files below a folder, by relative paths, those behind links to folders too, each folder once. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  await walkBelow(folder, readFolders, (path) => files.push(path));
  return files;
}

/** Visits the same files as `filesBelow`, with the status of each. */
export async function visitFiles(
  folder: string,
  visit: (path: string, entry: StatedEntry) => void,
): Promise<void> {
  await walkBelow(folder, readFoldersWithStatus, visit);
}

async function walkBelow<Entry extends FolderEntry>(
  folder: string,
  read: (folders: readonly string[]) => Promise<Iterable<readonly Entry[]>>,
  visit: (path: string, entry: Entry) => void,
): Promise<void> {
  const seen = new Set<string>();
  let level = [''];
  while (level.length > 0) {
    const found = await read(level.map((inside) => (inside === '' ? folder : `${folder}/${inside}`)));
    const next: string[] = [];
    let at = 0;
    for (const entries of found) {
      const inside = level[at++] ?? '';
      for (const entry of entries) {
        const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
        if (entry.isDirectory()) next.push(path);
        else if (!entry.isSymbolicLink() || !(await isFolder(`${folder}/${path}`))) visit(path, entry);
        else {
          // A folder that a link leads to may be below this one, or above it.
          const real = await realpath(`${folder}/${path}`);
          if (seen.has(real)) continue;
          seen.add(real);
          next.push(path);
        }
      }
    }
    level = next;
  }
}

/** What a thread is asked: paths, none of which has a NUL, joined by that. A list of texts would take longer to send. */
interface Question {
  readonly kind: 'stats' | 'folders' | 'folders-with-stats';
  readonly paths: string;
}

interface Answer {
  /**
   * For each folder the names of its entries, each followed by a NUL and, without numbers of all of them, behind a letter for its kind.
   */
  readonly folders: readonly string[];
  /** Mode, size, mtimeMs and ctimeMs of each path or entry; NaN for one that is not there. */
  readonly stats: Float64Array<ArrayBuffer>;
}

async function statsByThread(paths: readonly string[]): Promise<readonly (FileStatus | undefined)[]> {
  const { stats } = await runInThread(lookAtFiles, { kind: 'stats', paths: paths.join('\0') });
  return paths.map((_, at) => statusIn(stats, at));
}

/** A row of a table of stats as an object; it takes a fraction of the memory of one with numbers of its own. */
class StatusRow implements FileStatus {
  readonly #table: Float64Array;
  readonly #start: number;

  constructor(table: Float64Array, start: number) {
    this.#table = table;
    this.#start = start;
  }

  get isFile(): boolean {
    return (this.mode & constants.S_IFMT) === constants.S_IFREG;
  }

  get mode(): number {
    return this.#table[this.#start] ?? 0;
  }

  get size(): number {
    return this.#table[this.#start + 1] ?? 0;
  }

  get mtimeMs(): number {
    return this.#table[this.#start + 2] ?? 0;
  }

  get ctimeMs(): number {
    return this.#table[this.#start + 3] ?? 0;
  }
}

/** The status in a row of a table that has mode, size, mtimeMs and ctimeMs of one file after the other; `undefined` if the mode is NaN. */
export function statusIn(table: Float64Array, row: number): FileStatus | undefined {
  return Number.isNaN(table[row * 4]) ? undefined : new StatusRow(table, row * 4);
}

async function foldersByThread(
  folders: readonly string[],
  withStats: boolean,
): Promise<Iterable<readonly StatedEntry[]>> {
  const kind = withStats ? 'folders-with-stats' : 'folders';
  const answer = await runInThread(lookAtFiles, { kind, paths: folders.join('\0') });
  return entriesOf(answer.folders, withStats ? answer.stats : undefined);
}

/** One folder after the other, so that the entries of all of them need not be in memory at once. */
function* entriesOf(
  folders: readonly string[],
  stats: Float64Array | undefined,
): Generator<readonly StatedEntry[]> {
  let row = 0;
  for (const text of folders) {
    const names = text.split('\0');
    names.pop();
    yield stats
      ? names.map((name) => new StatusEntry(name, statusIn(stats, row++)))
      : names.map((name) => new KindEntry(name.slice(1), name[0] ?? ''));
  }
}

/** An entry whose kind a letter says, as the folder does. */
class KindEntry implements StatedEntry {
  readonly name: string;
  readonly status = undefined;
  readonly #kind: string;

  constructor(name: string, kind: string) {
    this.name = name;
    this.#kind = kind;
  }

  isFile(): boolean {
    return this.#kind === 'f';
  }

  isDirectory(): boolean {
    return this.#kind === 'd';
  }

  isSymbolicLink(): boolean {
    return this.#kind === 'l';
  }
}

/** An entry whose kind its status says. */
class StatusEntry implements StatedEntry {
  readonly name: string;
  readonly status: FileStatus | undefined;

  constructor(name: string, status: FileStatus | undefined) {
    this.name = name;
    this.status = status;
  }

  isFile(): boolean {
    return this.#is(constants.S_IFREG);
  }

  isDirectory(): boolean {
    return this.#is(constants.S_IFDIR);
  }

  isSymbolicLink(): boolean {
    return this.#is(constants.S_IFLNK);
  }

  #is(kind: number): boolean {
    return this.status !== undefined && (this.status.mode & constants.S_IFMT) === kind;
  }
}

/** Runs in the thread. It may use nothing that stands outside it. */
function lookAtFiles({ kind, paths }: Question): ThreadAnswer<Answer> {
  const { lstatSync, readdirSync } = process.getBuiltinModule('node:fs');
  let stats = new Float64Array(4096);
  let used = 0;
  const look = (path: string) => {
    if (used === stats.length) {
      const before = stats;
      stats = new Float64Array(before.length * 2);
      stats.set(before);
    }
    stats[used] = Number.NaN;
    try {
      // An error takes ten times as long as the call.
      const found = lstatSync(path, { throwIfNoEntry: false });
      if (found) {
        stats[used] = found.mode;
        stats[used + 1] = found.size;
        stats[used + 2] = found.mtimeMs;
        stats[used + 3] = found.ctimeMs;
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error;
    }
    used += 4;
  };
  const kindOf = (entry: Dirent) =>
    entry.isFile() ? 'f' : entry.isDirectory() ? 'd' : entry.isSymbolicLink() ? 'l' : 'o';
  const folders: string[] = [];
  for (const path of paths.split('\0')) {
    if (kind === 'stats') look(path);
    else if (kind === 'folders') {
      let text = '';
      for (const entry of readdirSync(path, { withFileTypes: true }))
        text += `${kindOf(entry)}${entry.name}\0`;
      folders.push(text);
    } else {
      const names = readdirSync(path);
      for (const name of names) look(`${path}/${name}`);
      folders.push(names.length === 0 ? '' : `${names.join('\0')}\0`);
    }
  }
  stats = stats.slice(0, used);
  return { answer: { folders, stats }, moved: [stats.buffer] };
}
