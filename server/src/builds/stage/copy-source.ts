import type { Dirent, Stats } from 'node:fs';
import { constants } from 'node:fs';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readlink,
  realpath,
  rm,
  stat,
  symlink,
  utimes,
} from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { type LeftOut, product, StageScope } from '../source/stage-scope.ts';
import { type StageFault, stageFault } from './stage-fault.ts';

export interface SourceCopy {
  readonly kind: 'copied';
  readonly files: number;
  /** Whether the source holds what the kernel's clean takes for products of a build: objects, modules, kbuild's own files. */
  readonly hasProducts: boolean;
}

export interface CopyOptions extends LeftOut {
  readonly signal?: AbortSignal;
  /** Called from time to time with the number of files that were copied so far. */
  readonly onProgress?: (files: number) => void;
}

/** How many files are copied between two reports of progress. */
const filesPerReport = 500;

/** A larger number does not help: Node runs these system calls on four threads. */
const filesAtOnce = 16;

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
  files = 0;
  hasProducts = false;
  readonly #source: string;
  readonly #target: string;
  readonly #scope: StageScope;
  readonly #options: CopyOptions;
  readonly #folders: { readonly path: string; readonly stats: Stats }[] = [];
  readonly #waiting: { readonly from: string; readonly to: string }[] = [];
  #sourceNames: readonly string[] = [];
  #copied = 0;

  constructor(source: string, target: string, options: CopyOptions) {
    this.#source = source;
    this.#target = target;
    this.#scope = new StageScope(source, options);
    this.#options = options;
  }

  async run(): Promise<void> {
    this.#sourceNames = [this.#source, await realpath(this.#source)];
    await mkdir(this.#target, { recursive: true });
    await this.#copyFolder('');
    const workers = await Promise.allSettled(Array.from({ length: filesAtOnce }, () => this.#copyWaiting()));
    for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
    // A folder's time changes with each entry made in it, so times come last.
    for (const { path, stats } of this.#folders)
      await utimes(path, stats.atimeMs / 1000, stats.mtimeMs / 1000);
  }

  async #copyFolder(inside: string): Promise<void> {
    this.#options.signal?.throwIfAborted();
    const from = join(this.#source, inside);
    const to = join(this.#target, inside);
    const entries = await this.#scope.select(inside, await readdir(from, { withFileTypes: true }));
    if (!entries) return;
    const stats = await stat(from);
    if (inside !== '') await mkdir(to);
    await chmod(to, (stats.mode & 0o777) | 0o700);
    this.#folders.push({ path: to, stats });
    for (const entry of entries) await this.#copyEntry(entry, inside);
  }

  async #copyEntry(entry: Dirent, inside: string): Promise<void> {
    const from = join(this.#source, inside, entry.name);
    const to = join(this.#target, inside, entry.name);
    if (entry.isDirectory()) await this.#copyFolder(join(inside, entry.name));
    else if (entry.isSymbolicLink()) await symlink(this.#linkText(await readlink(from), to), to);
    else if (entry.isFile()) {
      this.hasProducts ||= product.test(entry.name);
      this.files++;
      this.#waiting.push({ from, to });
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

  async #copyWaiting(): Promise<void> {
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) {
      try {
        this.#options.signal?.throwIfAborted();
        await copyOne(next.from, next.to);
        if (++this.#copied % filesPerReport === 0) this.#options.onProgress?.(this.#copied);
      } catch (error) {
        this.#waiting.length = 0;
        throw error;
      }
    }
  }
}

async function copyOne(from: string, to: string): Promise<void> {
  try {
    const { atimeMs, mtimeMs } = await lstat(from);
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    await utimes(to, atimeMs / 1000, mtimeMs / 1000);
  } catch (error) {
    // Editors create and remove temporary files at any time; a file that disappears while it is copied is not part of the source.
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT' && (await isAbsent(from));
    if (!isGone) throw error;
  }
}

async function isAbsent(path: string): Promise<boolean> {
  return lstat(path).then(
    () => false,
    () => true,
  );
}
