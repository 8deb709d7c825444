import { lstat } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import { hashOf, isHashed, statusWords, withHash, wordsOfFile } from '../source/entry-hash.ts';
import { SourceEntries } from '../source/source-entries.ts';
import { type LeftOut, StageScope } from '../source/stage-scope.ts';
import { EntryNumbers } from './entry-numbers.ts';
import { isFolderMark, isInState, readSourceState, type SourceState } from './source-state.ts';

/** How many entries are processed, in some milliseconds, before other work can run. */
const entriesAtOnce = 10_000;

/**
 * A short text that changes as soon as any file of a source is written, added or removed. It is computed from a hash of each entry, so that
 * after one file was written only that file has to be examined. Once one has changed, only the hash of each entry is kept, not its path.
 */
export class SourceMark {
  readonly #source: string;
  readonly #scope: StageScope;
  /** The entries that are folders. */
  readonly #folders: ReadonlySet<string>;
  /** The hashes of the entries, made when the first one changes; until then, the entries themselves. */
  #hashes: SourceEntries | Promise<EntryNumbers>;
  #sum: number;

  private constructor(
    where: { readonly source: string; readonly scope: StageScope },
    hashes: SourceEntries | Promise<EntryNumbers>,
    folders: ReadonlySet<string>,
    sum: number,
  ) {
    this.#source = where.source;
    this.#scope = where.scope;
    this.#hashes = hashes;
    this.#folders = folders;
    this.#sum = sum;
  }

  /** Reads the whole source; `undefined` if it can't be read. */
  static async read(source: string, leftOut: LeftOut = {}): Promise<SourceMark | undefined> {
    const state = await readSourceState(source, leftOut).catch(() => undefined);
    return state && SourceMark.of(state, source, leftOut);
  }

  /** The mark of a source state that was read before; the source itself is not read. */
  static async of({ entries }: SourceState, source: string, leftOut: LeftOut = {}): Promise<SourceMark> {
    const where = { source, scope: new StageScope(source, leftOut) };
    const folders = new Set<string>();
    for (const [row, { mark }] of entries.others)
      if (isFolderMark(mark)) folders.add(entries.paths[row] ?? '');
    if (entries.sum !== undefined) return new SourceMark(where, entries, folders, entries.sum);
    const { numbers, sum } = await hashesOf(entries);
    entries.sum = sum;
    return new SourceMark(where, Promise.resolve(numbers), folders, sum);
  }

  get text(): string {
    return this.#sum.toString(16).padStart(16, '0');
  }

  /**
   * Looks at one path (absolute) that was written, made or removed. False if one path is not enough, as for a folder or a link: then the
   * whole source has to be read.
   */
  async update(file: string): Promise<boolean> {
    const path = relative(this.#source, file);
    if (path === '' || path.startsWith('..')) return true;
    const isPart = isHashed(path) && isInState(path, this.#scope);
    if (isPart !== true) return isPart === false;
    const folder = dirname(path);
    if (folder !== '.' && !this.#folders.has(folder)) return false;
    const status = await lstat(file).catch(() => undefined);
    // The content of a created or deleted folder changes the mark, too.
    if (this.#folders.has(path)) return status?.isDirectory() === true;
    if (status && !status.isFile()) return false;
    const key = hashOf(path);
    const now = status && hashOf(path, statusWords(status));
    if (this.#hashes instanceof SourceEntries)
      this.#hashes = hashesOf(this.#hashes).then(({ numbers }) => numbers);
    const numbers = await this.#hashes;
    // The old value is looked up last, since another call may have updated the same file meanwhile.
    const before = numbers.get(key);
    numbers.set(key, now);
    this.#sum = withHash(this.#sum, before, now);
    return true;
  }
}

/** The hash of each entry, by that of its path, and their sum. */
async function hashesOf({
  paths,
  table,
  others,
}: SourceEntries): Promise<{ readonly numbers: EntryNumbers; readonly sum: number }> {
  const numbers = new EntryNumbers(paths.length);
  const words = new Uint32Array(table.buffer);
  let sum = 0;
  for (const [row, path] of paths.entries()) {
    if (row % entriesAtOnce === 0) await otherWork();
    if (!isHashed(path)) continue;
    const other = others.get(row);
    const number = other ? hashOf(`${path}\0${other.mark}`) : hashOf(path, words, row * wordsOfFile);
    numbers.set(hashOf(path), number);
    sum = withHash(sum, undefined, number);
  }
  return { numbers, sum };
}
