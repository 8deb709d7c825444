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
  // A folder of a source has some dozens of entries.
  if (folders.length * 50 >= many) return foldersByThread(folders);
  const found: (readonly FolderEntry[])[] = [];
  for (let start = 0; start < folders.length; start += callsAtOnce)
    found.push(
      ...(await Promise.all(
        folders.slice(start, start + callsAtOnce).map((folder) => readdir(folder, { withFileTypes: true })),
      )),
    );
  return found;
}

/** All files below a folder, by relative paths, those behind links to folders too, each folder once. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  const seen = new Set<string>();
  let level = [''];
  while (level.length > 0) {
    const found = await readFolders(level.map((inside) => (inside === '' ? folder : `${folder}/${inside}`)));
    const next: string[] = [];
    for (const [at, entries] of found.entries()) {
      const inside = level[at] ?? '';
      for (const entry of entries) {
        const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
        if (entry.isDirectory()) next.push(path);
        else if (!entry.isSymbolicLink() || !(await isFolder(`${folder}/${path}`))) files.push(path);
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
  return files;
}

/** What a thread is asked: paths, none of which has a NUL, joined by that. A list of texts would take longer to send. */
interface Question {
  readonly kind: 'stats' | 'folders';
  readonly paths: string;
}

type Answer =
  /** Mode, size, mtimeMs and ctimeMs of each path; NaN for one that is not there. */
  | { readonly stats: Float64Array<ArrayBuffer> }
  /** For each folder the names of its entries, each behind a letter for its kind and followed by a NUL. */
  | { readonly folders: readonly string[] }
  | { readonly failed: { readonly code: string | undefined; readonly message: string } };

async function statsByThread(paths: readonly string[]): Promise<readonly (FileStatus | undefined)[]> {
  const answer = await askThread({ kind: 'stats', paths: paths.join('\0') });
  if (!('stats' in answer)) throw failure(answer);
  const { stats } = answer;
  return paths.map((_, at) => {
    const mode = stats[at * 4] ?? Number.NaN;
    if (Number.isNaN(mode)) return undefined;
    const [size = 0, mtimeMs = 0, ctimeMs = 0] = stats.subarray(at * 4 + 1, at * 4 + 4);
    return { isFile: (mode & constants.S_IFMT) === constants.S_IFREG, mode, size, mtimeMs, ctimeMs };
  });
}

async function foldersByThread(folders: readonly string[]): Promise<readonly (readonly FolderEntry[])[]> {
  const answer = await askThread({ kind: 'folders', paths: folders.join('\0') });
  if (!('folders' in answer)) throw failure(answer);
  return answer.folders.map((text) =>
    text
      .split('\0')
      .slice(0, -1)
      .map((entry) => new ThreadsEntry(entry.slice(1), entry[0] ?? '')),
  );
}

class ThreadsEntry implements FolderEntry {
  readonly name: string;
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

function failure(answer: Answer): Error {
  const { code, message } = 'failed' in answer ? answer.failed : { code: undefined, message: 'no answer' };
  return Object.assign(new Error(message), code !== undefined && { code });
}

function askThread(question: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // The text of the function, so that it needs no file of its own beside every program that builds.
    const worker = new Worker(`(${answerInThread.toString()})()`, { eval: true, name: 'many files' });
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
        const folders = all.map((folder) => {
          let text = '';
          for (const entry of readdirSync(folder, { withFileTypes: true })) {
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
        send({ folders });
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      send({ failed: { code, message } });
    }
  });
}
