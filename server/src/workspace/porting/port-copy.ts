import { randomUUID } from 'node:crypto';
import { copyFile, lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { lendHistory } from '../../builds/source/git-history.ts';
import { openCacheFolder } from '../../builds/stage/cache-folder.ts';
import { copySource } from '../../builds/stage/copy-source.ts';
import { isInside } from '../../is-inside.ts';
import type { ModuleSource } from '../../module/module-source.ts';
import type { FileTexts } from '../../porting/port-edit.ts';
import { ModuleSources } from '../explanation/module-sources.ts';

export interface PortTexts {
  readonly texts: FileTexts;
  /** Files that are not UTF-8, which are left alone. */
  readonly unreadable: readonly string[];
}

/** The C files, headers and Makefiles below a folder, by their paths. */
export async function readPortTexts(source: string): Promise<PortTexts> {
  const texts = new Map<string, string>();
  const unreadable: string[] = [];
  const sources = await new ModuleSources().findFiles(source);
  const folders = new Set([source, ...sources.map((path) => dirname(path))]);
  const makefiles: string[] = [];
  for (const folder of folders)
    for (const entry of await readdir(folder, { withFileTypes: true }))
      if (entry.isFile() && (entry.name === 'Kbuild' || entry.name === 'Makefile'))
        makefiles.push(join(folder, entry.name));
  for (const path of [...sources, ...makefiles]) {
    const bytes = await readFile(path);
    const text = bytes.toString('utf8');
    if (Buffer.from(text).equals(bytes)) texts.set(path, text);
    else unreadable.push(path);
  }
  return { texts, unreadable };
}

/** A copy of a module's source that a port may change, with a folder for its builds. `remove` deletes both. */
export class PortCopy {
  /** The copy of the source. */
  readonly source: string;
  /** The folder for stages of builds, which nobody else uses. */
  readonly cacheFolder: string;
  readonly #root: string;
  readonly #original: string;
  /** What is written in the copy. */
  #written = new Map<string, string>();

  private constructor(root: string, original: string) {
    this.#root = root;
    this.#original = original;
    this.source = join(root, 'source', basename(original));
    this.cacheFolder = join(root, 'builds');
  }

  /** `wrong` says in one sentence why it could not be made. */
  static async open(
    { folder: original, parts, inside }: ModuleSource,
    wantedCache: string,
    signal: AbortSignal,
  ): Promise<PortCopy | { readonly wrong: string }> {
    const cache = await openCacheFolder(wantedCache);
    if (!('folder' in cache)) return { wrong: cache.message };
    const copy = new PortCopy(join(cache.folder, 'port', randomUUID()), original);
    await mkdir(dirname(copy.source), { recursive: true, mode: 0o700 });
    const copied = await copySource(original, copy.source, {
      ...{ cacheFolder: cache.folder, parts, inside, signal },
    });
    if (copied.kind === 'copied') {
      await lendHistory(original, copy.source);
      return copy;
    }
    await copy.remove();
    return { wrong: copied.kind === 'cancelled' ? 'The port was cancelled.' : copied.message };
  }

  /** The path in the copy of a file of the source. */
  toCopy(path: string): string {
    return isInside(path, this.#original) ? join(this.source, relative(this.#original, path)) : path;
  }

  /** The path in the source of a file of the copy; any other path as it is. */
  toOriginal(path: string): string {
    return isInside(path, this.source) ? join(this.#original, relative(this.source, path)) : path;
  }

  /** The texts of the copy; see `readPortTexts`. */
  async readTexts(): Promise<PortTexts> {
    const read = await readPortTexts(this.source);
    this.#written = new Map(read.texts);
    return read;
  }

  /** Writes the texts to the copy; files that are no longer among them are removed. */
  async write(texts: FileTexts): Promise<void> {
    for (const path of this.#written.keys()) {
      if (texts.has(path)) continue;
      await rm(path);
      this.#written.delete(path);
    }
    for (const [path, text] of texts) {
      if (this.#written.get(path) === text) continue;
      const known = await lstat(path).catch(() => undefined);
      // Never through a link: it may lead to the user's file.
      if (known && !known.isFile()) continue;
      if (known && (known.mode & 0o200) === 0) await rm(path);
      await writeFile(path, text);
      this.#written.set(path, text);
    }
  }

  /** Copies files aside that the next build overwrites; returns the paths of the copies. */
  async keep(name: string, files: readonly string[]): Promise<readonly string[]> {
    const folder = join(this.#root, 'kept', name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const kept = files.map((file, at) => join(folder, `${at}-${basename(file)}`));
    await Promise.all(files.map((file, at) => copyFile(file, kept[at] ?? '')));
    return kept;
  }

  async remove(): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }
}
