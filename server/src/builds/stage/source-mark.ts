import { lstat } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { setImmediate as others } from 'node:timers/promises';
import { type LeftOut, StageScope } from '../source/stage-scope.ts';
import { EntryNumbers } from './entry-numbers.ts';
import { fileMark, isInState, readSourceState, type SourceState } from './source-state.ts';

/** Folders of editors; no build reads them. */
const editors = /^\.(?:vscode|idea|cache)(?:\/|$)/;

const modulus = 1n << 64n;

/** How many entries are processed, in some milliseconds, before other work can run. */
const entriesAtOnce = 500;

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
  #sum: bigint;

  private constructor(
    where: { readonly source: string; readonly scope: StageScope },
    entries: EntryNumbers,
    folders: ReadonlySet<string>,
    sum: bigint,
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
    const entries = new EntryNumbers(state.entries.size);
    const folders = new Set<string>();
    let sum = 0n;
    let count = 0;
    for (const [path, { mark }] of state.entries) {
      if (editors.test(path)) continue;
      const number = numberOf(`${path}\0${mark}`);
      entries.set(numberOf(path), number);
      sum = (sum + number) % modulus;
      if (mark.startsWith('folder ')) folders.add(path);
      if (++count % entriesAtOnce === 0) await others();
    }
    return new SourceMark({ source, scope: new StageScope(source, leftOut) }, entries, folders, sum);
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
    const key = numberOf(path);
    const now = status && numberOf(`${path}\0${fileMark(status)}`);
    // The old value is looked up last, since another call may have updated the same file meanwhile.
    const before = this.#entries.get(key);
    this.#entries.set(key, now);
    this.#sum = (this.#sum - (before ?? 0n) + (now ?? 0n) + modulus) % modulus;
    return true;
  }
}

function numberOf(text: string): bigint {
  // cyrb53, with all 64 bits of its two halves: nobody makes up file times so that they collide, and sha256 takes ten times as long.
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  const mixed = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  const other = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(mixed ^ (mixed >>> 13), 3266489909);
  return (BigInt(mixed >>> 0) << 32n) | BigInt(other >>> 0);
}
