import type { Stats } from 'node:fs';
import { chmod, mkdir, readlink, realpath, rm, stat, symlink, utimes } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { type CopyProgress, copyFiles } from '../source/copy-files.ts';
import { type FolderEntry, readFolders } from '../source/many-files.ts';
import { isOfNeighbour, type LeftOut, plainSource, product, StageScope } from '../source/stage-scope.ts';
import { type StageFault, stageFault } from './stage-fault.ts';

export interface SourceCopy {
  readonly kind: 'copied';
  readonly files: number;
  /** Whether the source holds what the kernel's clean takes for products of a build: objects, modules, kbuild's own files. */
  readonly hasProducts: boolean;
}

interface CopyOptions extends LeftOut, CopyProgress {}

/**
 * Copies a source folder to `target`, which is removed first. Files share their blocks with the originals where the file system can
 * do that; modes and times are kept, folders are made writable for their owner.
 * A link that leads into the source by an absolute path leads into the copy by a relative one, so that nothing is written through it;
 * other links stay as they are. Sockets, pipes and devices are left out, and so is what is not in the scope of a stage.
 */
export async function copySource(
  source: string,
  target: string,
  options: CopyOptions = {},
): Promise<SourceCopy | StageFault | { readonly kind: 'cancelled' }> {
  const copier = new Copier(source, target, options);
  try {
    await rm(target, { recursive: true, force: true });
    await copier.run();
    return { kind: 'copied', files: copier.files, hasProducts: copier.hasProducts };
  } catch (error) {
    if (options.signal?.aborted) return { kind: 'cancelled' };
    const folder = await stat(source).catch(() => undefined);
    if (!folder?.isDirectory()) {
      return {
        kind: 'source-vanished',
        message: `${source} no longer exists. Open the folder where the source is now.`,
      };
    }
    return stageFault(error, options.cacheFolder ?? target);
  }
}

class Copier {
  hasProducts = false;
  readonly #source: string;
  readonly #target: string;
  readonly #scope: StageScope;
  readonly #options: CopyOptions;
  readonly #folders: { readonly path: string; readonly stats: Stats }[] = [];
  /** The files to be copied, by their paths in the source. */
  readonly #files: string[] = [];
  #sourceNames: readonly string[] = [];

  constructor(source: string, target: string, options: CopyOptions) {
    this.#source = source;
    this.#target = target;
    this.#scope = new StageScope(source, options);
    this.#options = options;
  }

  get files(): number {
    return this.#files.length;
  }

  async run(): Promise<void> {
    this.#sourceNames = [this.#source, await realpath(this.#source)];
    await mkdir(this.#target, { recursive: true });
    for (let level: readonly string[] = ['']; level.length > 0; ) level = await this.#copyLevel(level);
    await copyFiles({ source: this.#source, target: this.#target }, this.#files, this.#options);
    // A folder's time changes with each entry made in it, so times come last.
    for (const { path, stats } of this.#folders)
      await utimes(path, stats.atimeMs / 1000, stats.mtimeMs / 1000);
  }

  /** Copies folders and their links, by their paths in the source; returns the folders in them. */
  async #copyLevel(folders: readonly string[]): Promise<readonly string[]> {
    const below: string[] = [];
    let at = 0;
    for (const entries of await readFolders(folders.map((inside) => join(this.#source, inside)))) {
      this.#options.signal?.throwIfAborted();
      const inside = folders[at++] ?? '';
      const selected = await this.#scope.select(inside, entries);
      if (!selected) continue;
      await this.#copyFolder(inside);
      for (const entry of selected) await this.#copyEntry(entry, inside, below);
    }
    return below;
  }

  async #copyFolder(inside: string): Promise<void> {
    const to = join(this.#target, inside);
    const stats = await stat(join(this.#source, inside));
    if (inside !== '') await mkdir(to);
    await chmod(to, (stats.mode & 0o777) | 0o700);
    this.#folders.push({ path: to, stats });
  }

  async #copyEntry(entry: FolderEntry, inside: string, below: string[]): Promise<void> {
    // Done for every file: joining by hand takes a fraction of the time.
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
    if (entry.isDirectory()) below.push(path);
    else if (entry.isSymbolicLink()) {
      const to = join(this.#target, path);
      await symlink(this.#linkText(await readlink(join(this.#source, path)), to), to);
    } else if (entry.isFile()) {
      this.hasProducts ||=
        !plainSource.test(entry.name) &&
        product.test(entry.name) &&
        !isOfNeighbour(path, this.#options.inside ?? '');
      this.#files.push(path);
    }
  }

  /** The target of a link in the copy. One that leads into the copy is relative, since the copy is moved once its module's name is known. */
  #linkText(text: string, to: string): string {
    if (!isAbsolute(text)) return text;
    for (const name of this.#sourceNames) {
      const inside = relative(name, text);
      const leadsInside = inside !== '..' && !inside.startsWith('../');
      if (leadsInside) return relative(dirname(to), join(this.#target, inside)) || '.';
    }
    return text;
  }
}
