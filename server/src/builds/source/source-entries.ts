import { hashOf, isHashed, withHash, wordsOfFile } from './entry-hash.ts';
import { type FileStatus, statusIn } from './many-files.ts';

/** The state of an entry of a source. */
export interface EntryState {
  /** Its kind, size, mode and times: the time of the last change of the inode too, which no program can set back. */
  readonly mark: string;
  /** For a file: what its mark is made of. */
  readonly status?: FileMarked;
  /** For a file: the properties that its copy has in common with it. */
  readonly file?: CopiedFile;
  /** For a link: its target as written. */
  readonly link?: string;
}

export type FileMarked = Pick<FileStatus, 'size' | 'mode' | 'mtimeMs' | 'ctimeMs'>;

export type CopiedFile = Pick<FileStatus, 'size' | 'mtimeMs'>;

/** Whether a file is unchanged since it was recorded: programs that write to it change its size or its time. */
export function isLike(now: CopiedFile, recorded: CopiedFile): boolean {
  return now.size === recorded.size && Math.abs(now.mtimeMs - recorded.mtimeMs) < 1;
}

/** An entry that is not a file. */
type OtherEntry = Pick<EntryState, 'mark' | 'link'>;

/**
 * The entries of a source by their paths below it, a folder before what is in it. The numbers of all files are in one table, and objects are
 * made only of those that somebody asks for: of a hundred thousand files, they would take longer to make than the system to answer for them.
 */
export class SourceEntries {
  readonly paths: readonly string[];
  /** A row for each path: mode, size, mtimeMs and ctimeMs of a file, NaN for what is not a file. */
  readonly table: Float64Array<ArrayBuffer>;
  /** What is not a file, by its row. */
  readonly others: ReadonlyMap<number, OtherEntry>;
  /** What the copy of a file has where it differs from the file, by its row. */
  readonly copies: ReadonlyMap<number, CopiedFile>;
  /** The sum of the hashes of the entries, once somebody has added them up; see `SourceMark`. */
  sum: number | undefined;
  /** The rows by their paths, once they are needed. */
  #rows: ReadonlyMap<string, number> | undefined;

  constructor(
    paths: readonly string[],
    table: Float64Array<ArrayBuffer>,
    others: ReadonlyMap<number, OtherEntry>,
    copies: ReadonlyMap<number, CopiedFile> = new Map(),
  ) {
    this.paths = paths;
    this.table = table;
    this.others = others;
    this.copies = copies;
  }

  get size(): number {
    return this.paths.length;
  }

  has(path: string): boolean {
    return this.#rowOf(path) !== undefined;
  }

  get(path: string): EntryState | undefined {
    const row = this.#rowOf(path);
    return row === undefined ? undefined : this.#at(row);
  }

  *[Symbol.iterator](): Generator<[string, EntryState]> {
    for (const [row, path] of this.paths.entries()) yield [path, this.#at(row)];
  }

  /** The entries that differ from earlier ones, and those that did not exist then. */
  *changesSince(
    earlier: SourceEntries,
  ): Generator<{ readonly path: string; readonly now: EntryState; readonly before: EntryState | undefined }> {
    for (const [row, path] of this.paths.entries()) {
      const other = earlier.#rowOf(path, row);
      if (other !== undefined && this.#isUnchanged(row, earlier, other)) continue;
      yield { path, now: this.#at(row), before: other === undefined ? undefined : earlier.#at(other) };
    }
  }

  /** The same entries, some of whose files and their copies have another state. */
  with(
    changed: Iterable<{ readonly path: string; readonly status: FileMarked; readonly file: CopiedFile }>,
  ): SourceEntries {
    const copies = new Map(this.copies);
    return this.#with(changed, copies, (row, { file }) => copies.set(row, file));
  }

  /** The same entries of the source, some of whose files have another state; nothing is said of a copy. */
  ofSource(changed: Iterable<{ readonly path: string; readonly status: FileMarked }>): SourceEntries {
    return this.#with(changed, new Map());
  }

  /** How many entries each of some folders has (paths, empty for the source itself), those below its folders not counted. */
  countIn(folders: ReadonlySet<string>): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const path of this.paths) {
      const folder = folderOf(path);
      if (folders.has(folder)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    return counts;
  }

  /**
   * For each row, size and mtimeMs of the copy of a file; NaN for what is not a file. `changed` has what copies are instead by their paths,
   * `null` for a copy that is not to be there.
   */
  copiedFiles(
    changed: Readonly<Record<string, CopiedFile | null | undefined>> = {},
  ): Float64Array<ArrayBuffer> {
    const numbers = new Float64Array(this.size * 2);
    for (let row = 0; row < this.size; row++) {
      numbers[row * 2] = this.table[row * 4 + 1] ?? Number.NaN;
      numbers[row * 2 + 1] = this.table[row * 4 + 2] ?? Number.NaN;
    }
    const set = (row: number, file: CopiedFile | null | undefined) =>
      numbers.set(file ? [file.size, file.mtimeMs] : [-1, -1], row * 2);
    for (const [row, file] of this.copies) set(row, file);
    for (const [path, file] of Object.entries(changed)) {
      const row = this.#rowOf(path);
      if (row !== undefined && !this.others.has(row)) set(row, file);
    }
    return numbers;
  }

  #with<Changed extends { readonly path: string; readonly status: FileMarked }>(
    changed: Iterable<Changed>,
    copies: ReadonlyMap<number, CopiedFile>,
    visit?: (row: number, one: Changed) => void,
  ): SourceEntries {
    const table = this.table.slice();
    const words = new Uint32Array(table.buffer);
    let { sum } = this;
    for (const one of changed) {
      const { path, status } = one;
      const row = this.#rowOf(path);
      if (row === undefined) continue;
      const before = hashOf(path, words, row * wordsOfFile);
      table.set([status.mode, status.size, status.mtimeMs, status.ctimeMs], row * 4);
      const now = hashOf(path, words, row * wordsOfFile);
      if (sum !== undefined && isHashed(path)) sum = withHash(sum, before, now);
      visit?.(row, one);
    }
    const entries = new SourceEntries(this.paths, table, this.others, copies);
    entries.sum = sum;
    return entries;
  }

  /** `near` is the row where the path probably is. */
  #rowOf(path: string, near = 0): number | undefined {
    if (this.paths[near] === path) return near;
    this.#rows ??= new Map(this.paths.map((one, row) => [one, row]));
    return this.#rows.get(path);
  }

  #at(row: number): EntryState {
    const status = statusIn(this.table, row);
    return status ? new FileState(status, this.copies.get(row)) : (this.others.get(row) ?? { mark: '' });
  }

  #isUnchanged(row: number, earlier: SourceEntries, other: number): boolean {
    const [now, before] = [this.others.get(row), earlier.others.get(other)];
    if (now || before) return now?.mark === before?.mark;
    for (let column = 0; column < 4; column++)
      if (this.table[row * 4 + column] !== earlier.table[other * 4 + column]) return false;
    return true;
  }
}

/** The path of the folder that a path lies in; empty if that is the source. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** Collects entries in the order in which they are found. */
export class EntryCollector {
  readonly #paths: string[] = [];
  readonly #others = new Map<number, OtherEntry>();
  #table = new Float64Array(4 * 1024);

  addFile(path: string, { mode, size, mtimeMs, ctimeMs }: FileMarked): void {
    this.#addRow(path, mode, size, mtimeMs, ctimeMs);
  }

  addOther(path: string, entry: OtherEntry): void {
    this.#others.set(this.#paths.length, entry);
    this.#addRow(path, Number.NaN, Number.NaN, Number.NaN, Number.NaN);
  }

  entries(): SourceEntries {
    return new SourceEntries(this.#paths, this.#table.slice(0, this.#paths.length * 4), this.#others);
  }

  #addRow(path: string, mode: number, size: number, mtimeMs: number, ctimeMs: number): void {
    const at = this.#paths.push(path) * 4 - 4;
    if (at === this.#table.length) {
      const before = this.#table;
      this.#table = new Float64Array(before.length * 2);
      this.#table.set(before);
    }
    this.#table[at] = mode;
    this.#table[at + 1] = size;
    this.#table[at + 2] = mtimeMs;
    this.#table[at + 3] = ctimeMs;
  }
}

class FileState implements EntryState {
  readonly status: FileMarked;
  readonly file: CopiedFile;

  /** `file` is what its copy has, if that differs from the file. */
  constructor(status: FileMarked, file: CopiedFile = status) {
    this.status = status;
    this.file = file;
  }

  get mark(): string {
    const { size, mode, mtimeMs, ctimeMs } = this.status;
    return `file ${size} ${mode} ${mtimeMs} ${ctimeMs}`;
  }
}
