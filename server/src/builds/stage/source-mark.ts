import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { fileMark, isCopied, readSourceState } from './source-state.ts';

/** Folders of editors; no build reads them. */
const editors = /^\.(?:vscode|idea|cache)(?:\/|$)/;

const modulus = 1n << 64n;

/**
 * A short text that is another one as soon as any file of a source was written, added or removed. It is made of a number for each entry, so
 * that one file that was written is looked at alone, however many there are.
 */
export class SourceMark {
  readonly #source: string;
  readonly #cacheFolder: string | undefined;
  readonly #entries: Map<string, bigint>;
  /** Those of the entries that are folders. */
  readonly #folders: ReadonlySet<string>;
  #sum: bigint;

  private constructor(
    source: string,
    cacheFolder: string | undefined,
    entries: Map<string, bigint>,
    folders: ReadonlySet<string>,
  ) {
    this.#source = source;
    this.#cacheFolder = cacheFolder;
    this.#entries = entries;
    this.#folders = folders;
    this.#sum = [...entries.values()].reduce((sum, one) => (sum + one) % modulus, 0n);
  }

  /** Looks at the whole source; `undefined` where it can't be read. */
  static async read(source: string, cacheFolder: string | undefined): Promise<SourceMark | undefined> {
    const state = await readSourceState(source, cacheFolder).catch(() => undefined);
    if (!state) return undefined;
    const entries = new Map<string, bigint>();
    const folders = new Set<string>();
    for (const [path, { mark }] of state.entries) {
      if (editors.test(path)) continue;
      entries.set(path, numberOf(path, mark));
      if (mark.startsWith('folder ')) folders.add(path);
    }
    return new SourceMark(source, cacheFolder, entries, folders);
  }

  get text(): string {
    return this.#sum.toString(16).padStart(16, '0');
  }

  /**
   * Looks at one path (absolute) that was written, made or removed. False where that does not do, as for a folder or a link: then the whole
   * source is to be read.
   */
  async update(file: string): Promise<boolean> {
    const path = relative(this.#source, file);
    if (path === '' || path.startsWith('..')) return true;
    if (editors.test(path) || !isCopied(path, file, this.#cacheFolder)) return true;
    const folder = dirname(path);
    if (folder !== '.' && !this.#folders.has(folder)) return false;
    const status = await lstat(file).catch(() => undefined);
    // Of a folder that came or went, all that is in it counts.
    if (this.#folders.has(path)) return status?.isDirectory() === true;
    if (status && !status.isFile()) return false;
    const before = this.#entries.get(path);
    if (status) {
      const now = numberOf(path, fileMark(status));
      this.#entries.set(path, now);
      this.#sum = (this.#sum - (before ?? 0n) + now + modulus) % modulus;
    } else if (before !== undefined) {
      this.#entries.delete(path);
      this.#sum = (this.#sum - before + modulus) % modulus;
    }
    return true;
  }
}

/** The mark of a source as it is now; `undefined` where it can't be read. */
export async function readSourceMark(
  source: string,
  cacheFolder: string | undefined,
): Promise<string | undefined> {
  return (await SourceMark.read(source, cacheFolder))?.text;
}

function numberOf(path: string, mark: string): bigint {
  return createHash('sha256').update(`${path}\0${mark}`).digest().readBigUInt64BE();
}
