import { runInThread, type ThreadAnswer } from './file-thread.ts';
import { many, visitFiles } from './many-files.ts';
import { folderOf } from './source-entries.ts';

/** How the files below a folder differ from those that were recorded. */
export interface RecordComparison {
  /** The first recorded file of which the folder has another state. */
  readonly written: string | undefined;
  /** The files that were not recorded. */
  readonly made: readonly string[];
  /** How many recorded files are there, whatever their state. */
  readonly found: number;
}

/**
 * Compares all files below a folder with what was recorded of them: `expected` has size and mtimeMs for each of the paths, NaN for those that
 * are not files. A file is the same if neither has changed, since programs that write to it change one. Rejects with the system's errors.
 */
export async function compareWithRecord(
  folder: string,
  paths: readonly string[],
  expected: Float64Array<ArrayBuffer>,
): Promise<RecordComparison> {
  if (paths.length >= many)
    return runInThread(compareInThread, { folder, paths: paths.join('\0'), expected }, matchFiles);
  const matches = matchFiles(paths, expected);
  await visitFiles(folder, (path, { status }) => {
    if (status) matches.see(folderOf(path), path, status);
  });
  return matches.result();
}

/** The status of a file, as far as it is compared. */
interface SeenFile {
  readonly isFile: boolean;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Finds the record of each file that is seen. In the record, as in the folder, the files of a folder stand one after the other. */
function matchFiles(paths: readonly string[], expected: Float64Array) {
  interface Range {
    next: number;
    end: number;
    /** The rows by their paths, once a file is not where it is looked for. */
    rows?: Map<string, number>;
  }
  const ranges = new Map<string, Range>();
  let last: Range | undefined;
  let lastFolder: string | undefined;
  for (let row = 0; row < paths.length; row++) {
    const path = paths[row] ?? '';
    if (Number.isNaN(expected[row * 2])) continue;
    const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
    if (!last || folder !== lastFolder) {
      lastFolder = folder;
      last = ranges.get(folder);
      if (!last) {
        last = { next: row, end: row };
        ranges.set(folder, last);
      }
    }
    last.end = row + 1;
  }
  const rowIn = (range: Range, path: string): number | undefined => {
    while (range.next < range.end && Number.isNaN(expected[range.next * 2])) range.next++;
    if (range.next < range.end && paths[range.next] === path) return range.next++;
    if (!range.rows) {
      range.rows = new Map();
      const { rows, end } = range;
      // What was seen before need not be found again.
      for (let row = range.next; row < end; row++) rows.set(paths[row] ?? '', row);
    }
    return range.rows.get(path);
  };
  const made: string[] = [];
  let found = 0;
  let written: string | undefined;
  return {
    /** `path` lies in `folder`; both are below the folder that is compared. */
    see(folder: string, path: string, { isFile, size, mtimeMs }: SeenFile): void {
      const range = ranges.get(folder);
      const row = range && rowIn(range, path);
      if (row === undefined || Number.isNaN(expected[row * 2])) {
        made.push(path);
        return;
      }
      found++;
      const isSame =
        isFile && size === expected[row * 2] && Math.abs(mtimeMs - (expected[row * 2 + 1] ?? Number.NaN)) < 1;
      if (!isSame) written ??= path;
    },
    result: () => ({ written, made, found }),
  };
}

/** Runs in a thread: visits the same files as `visitFiles`, in the same order. */
function compareInThread(
  question: {
    readonly folder: string;
    readonly paths: string;
    readonly expected: Float64Array;
  },
  match: typeof matchFiles,
): ThreadAnswer<RecordComparison> {
  const { lstatSync, readdirSync, realpathSync, statSync } = process.getBuiltinModule('node:fs');
  const { folder, paths, expected } = question;
  const matches = match(paths.split('\0'), expected);
  const look = (path: string) => {
    try {
      // An error takes ten times as long as the call.
      return lstatSync(path, { throwIfNoEntry: false });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
      throw error;
    }
  };
  const leadsToFolder = (path: string) => {
    try {
      return statSync(path).isDirectory();
    } catch {
      return false;
    }
  };
  const seen = new Set<string>();
  let level = [''];
  while (level.length > 0) {
    const next: string[] = [];
    for (const inside of level) {
      for (const name of readdirSync(inside === '' ? folder : `${folder}/${inside}`)) {
        const path = inside === '' ? name : `${inside}/${name}`;
        const full = `${folder}/${path}`;
        const status = look(full);
        if (!status) continue;
        if (status.isDirectory()) next.push(path);
        else if (!status.isSymbolicLink() || !leadsToFolder(full)) {
          const { size, mtimeMs } = status;
          matches.see(inside, path, { isFile: status.isFile(), size, mtimeMs });
        } else {
          // A folder that a link leads to may be below this one, or above it.
          const real = realpathSync(full);
          if (seen.has(real)) continue;
          seen.add(real);
          next.push(path);
        }
      }
    }
    level = next;
  }
  return { answer: matches.result() };
}
