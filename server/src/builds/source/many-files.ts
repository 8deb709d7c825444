import { constants, type Dirent, lstat } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { isFolder, readdir, realpath } from '../../file-system.ts';

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
const many = 20_000;

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
export async function readFolders(folders: readonly string[]): Promise<readonly (readonly FolderEntry[])[]> {
  if (areMany(folders)) return foldersByThread(folders, false);
  const found: (readonly FolderEntry[])[] = [];
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
export interface StatedEntry extends FolderEntry {
  readonly status: FileStatus | undefined;
}

/** The same as `readFolders`, with the status of each entry. */
export async function readFoldersWithStatus(
  folders: readonly string[],
): Promise<readonly (readonly StatedEntry[])[]> {
  if (areMany(folders)) return foldersByThread(folders, true);
  const found = await readFolders(folders);
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
  read: (folders: readonly string[]) => Promise<readonly (readonly Entry[])[]>,
  visit: (path: string, entry: Entry) => void,
): Promise<void> {
  const seen = new Set<string>();
  let level = [''];
  while (level.length > 0) {
    const found = await read(level.map((inside) => (inside === '' ? folder : `${folder}/${inside}`)));
    const next: string[] = [];
    for (const [at, entries] of found.entries()) {
      const inside = level[at] ?? '';
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

type Answer =
  /** Mode, size, mtimeMs and ctimeMs of each path; NaN for one that is not there. */
  | { readonly stats: Float64Array<ArrayBuffer> }
  /** For each folder the names of its entries, each behind a letter for its kind and followed by a NUL; perhaps the same of all of them. */
  | { readonly folders: readonly string[]; readonly stats?: Float64Array<ArrayBuffer> }
  | { readonly failed: { readonly code: string | undefined; readonly message: string } };

async function statsByThread(paths: readonly string[]): Promise<readonly (FileStatus | undefined)[]> {
  const answer = await askThread({ kind: 'stats', paths: paths.join('\0') });
  if (!('stats' in answer) || !answer.stats) throw failure(answer);
  const { stats } = answer;
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
): Promise<readonly (readonly StatedEntry[])[]> {
  const kind = withStats ? 'folders-with-stats' : 'folders';
  const answer = await askThread({ kind, paths: folders.join('\0') });
  if (!('folders' in answer)) throw failure(answer);
  const { stats } = answer;
  let next = 0;
  return answer.folders.map((text) => {
    const entries: StatedEntry[] = [];
    for (let at = 0, end = text.indexOf('\0'); end >= 0; at = end + 1, end = text.indexOf('\0', at))
      entries.push(
        new ThreadsEntry(text.slice(at + 1, end), text[at] ?? '', stats && statusIn(stats, next++)),
      );
    return entries;
  });
}

class ThreadsEntry implements StatedEntry {
  readonly name: string;
  readonly status: FileStatus | undefined;
  readonly #kind: string;

  constructor(name: string, kind: string, status: FileStatus | undefined) {
    this.name = name;
    this.#kind = kind;
    this.status = status;
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

function failure(answer: Answer): Error {
  const { code, message } = 'failed' in answer ? answer.failed : { code: undefined, message: 'no answer' };
  return Object.assign(new Error(message), code !== undefined && { code });
}

function askThread(question: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // The text of the function, so that it needs no file of its own beside every program that builds.
    const worker = new Worker(`(${answerInThread.toString()})()`, {
      eval: true,
      name: 'many files',
      execArgv: [],
    });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that looks at files ended with ${code}`)));
    worker.postMessage(question);
  });
}

/** Runs in the thread. It may use nothing that stands outside it. */
function answerInThread(): void {
  const { lstatSync, readdirSync } = process.getBuiltinModule('node:fs');
  const { parentPort } = process.getBuiltinModule('node:worker_threads');
  const look = (path: string) => {
    try {
      // An error takes ten times as long as the call.
      return lstatSync(path, { throwIfNoEntry: false });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
      throw error;
    }
  };
  parentPort?.once('message', ({ kind, paths }: Question) => {
    const send = (answer: Answer, moved: ArrayBuffer[] = []) => parentPort?.postMessage(answer, moved);
    try {
      const all = paths.split('\0');
      if (kind === 'stats') {
        const stats = new Float64Array(all.length * 4).fill(Number.NaN);
        for (let at = 0; at < all.length; at++) {
          const found = look(all[at] ?? '');
          if (found) stats.set([found.mode, found.size, found.mtimeMs, found.ctimeMs], at * 4);
        }
        send({ stats }, [stats.buffer]);
      } else {
        const numbers: number[] = [];
        const folders = all.map((folder) => {
          let text = '';
          for (const entry of readdirSync(folder, { withFileTypes: true })) {
            if (kind === 'folders-with-stats') {
              const found = look(`${folder}/${entry.name}`);
              numbers.push(
                found?.mode ?? Number.NaN,
                found?.size ?? 0,
                found?.mtimeMs ?? 0,
                found?.ctimeMs ?? 0,
              );
            }
            const letter = entry.isFile()
              ? 'f'
              : entry.isDirectory()
                ? 'd'
                : entry.isSymbolicLink()
                  ? 'l'
                  : 'o';
            text += `${letter}${entry.name}\0`;
          }
          return text;
        });
        const stats = new Float64Array(numbers);
        send(kind === 'folders' ? { folders } : { folders, stats }, [stats.buffer]);
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      send({ failed: { code, message } });
    }
  });
}
