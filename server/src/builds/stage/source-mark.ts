import { lstat } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { FileMarked } from '../source/source-entries.ts';
import { type LeftOut, StageScope } from '../source/stage-scope.ts';
import { EntryNumbers } from './entry-numbers.ts';
import { isFolderMark, isInState, readSourceState, type SourceState } from './source-state.ts';

/** Folders of editors; no build reads them. */
const editors = /^\.(?:vscode|idea|cache)(?:\/|$)/;

/** Hashes have 52 bits, so that the sum of two is exact. */
const modulus = 2 ** 52;

/** How many entries are processed, in some milliseconds, before other work can run. */
const entriesAtOnce = 10_000;

/**
 * A short text that changes as soon as any file of a source is written, added or removed. It is computed from a hash of each entry, so that
 * after one file was written only that file has to be examined. Of each entry, only the hash is kept, not the path.
 */
export class SourceMark {
  readonly #source: string;
  readonly #scope: StageScope;
  readonly #entries: EntryNumbers;
  /** The entries that are folders. */
  readonly #folders: ReadonlySet<string>;
  #sum: number;

  private constructor(
    where: { readonly source: string; readonly scope: StageScope },
    entries: EntryNumbers,
    folders: ReadonlySet<string>,
    sum: number,
  ) {
    this.#source = where.source;
    this.#scope = where.scope;
    this.#entries = entries;
    this.#folders = folders;
    this.#sum = sum;
  }

  /** Reads the whole source; `undefined` if it can't be read. */
  static async read(source: string, leftOut: LeftOut = {}): Promise<SourceMark | undefined> {
    const state = await readSourceState(source, leftOut).catch(() => undefined);
    return state && SourceMark.of(state, source, leftOut);
  }

  /** The mark of a source state that was read before; the source itself is not read. */
  static async of(state: SourceState, source: string, leftOut: LeftOut = {}): Promise<SourceMark> {
    const { paths, table, others } = state.entries;
    const numbers = new EntryNumbers(paths.length);
    const folders = new Set<string>();
    const words = new Uint32Array(table.buffer);
    let sum = 0;
    for (const [row, path] of paths.entries()) {
      if (row % entriesAtOnce === 0) await otherWork();
      if (editors.test(path)) continue;
      const other = others.get(row);
      const number = other ? hashOf(`${path}\0${other.mark}`) : hashOf(path, words, row * wordsOfFile);
      numbers.set(hashOf(path), number);
      sum = (sum + number) % modulus;
      if (other && isFolderMark(other.mark)) folders.add(path);
    }
    return new SourceMark({ source, scope: new StageScope(source, leftOut) }, numbers, folders, sum);
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
    const isPart = !editors.test(path) && isInState(path, this.#scope);
    if (isPart !== true) return isPart === false;
    const folder = dirname(path);
    if (folder !== '.' && !this.#folders.has(folder)) return false;
    const status = await lstat(file).catch(() => undefined);
    // The content of a created or deleted folder changes the mark, too.
    if (this.#folders.has(path)) return status?.isDirectory() === true;
    if (status && !status.isFile()) return false;
    const key = hashOf(path);
    const now = status && hashOf(path, wordsOf(status));
    // The old value is looked up last, since another call may have updated the same file meanwhile.
    const before = this.#entries.get(key);
    this.#entries.set(key, now);
    this.#sum = (this.#sum - (before ?? 0) + modulus) % modulus;
    this.#sum = (this.#sum + (now ?? 0)) % modulus;
    return true;
  }
}

/** How many words of 32 bits the numbers of a file take in the table of entries. */
const wordsOfFile = 8;

/** The words that a file would have in that table. */
function wordsOf({ mode, size, mtimeMs, ctimeMs }: FileMarked): Uint32Array {
  return new Uint32Array(Float64Array.of(mode, size, mtimeMs, ctimeMs).buffer);
}

/** The hash of a text, or of a text and the words of a file, which begin at `start`. */
function hashOf(text: string, words?: Uint32Array, start = 0): number {
  // cyrb53, with 52 bits of its two halves: nobody makes up file times so that they collide, and sha256 takes ten times as long.
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  for (let at = start; words && at < start + wordsOfFile; at++) {
    const word = words[at] ?? 0;
    high = Math.imul(high ^ word, 2654435761);
    low = Math.imul(low ^ word, 1597334677);
    // A product passes bits on to higher ones only.
    high ^= high >>> 15;
    low ^= low >>> 13;
  }
  const mixed = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  const other = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(mixed ^ (mixed >>> 13), 3266489909);
  return (mixed >>> 12) * 2 ** 32 + (other >>> 0);
}
