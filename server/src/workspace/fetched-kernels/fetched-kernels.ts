import { mkdir, readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ArchivedKernel, ArchiveFault } from '../../archives/archived-kernel.ts';
import { newestFirst } from '../../archives/choose-kernel.ts';
import { fitHeaders } from '../../archives/fit/fit-headers.ts';
import { buildProbeModule } from '../../archives/fit/probe-module.ts';
import { buildDirBelow, linkAsModulesFolder } from '../../archives/fit/relocation.ts';
import type { KernelArchive, Mirror } from '../../archives/kernel-archive.ts';
import { openArchive } from '../../archives/open-archive.ts';
import { type Cancelled, isFailure, type ProgramContext } from '../../archives/run-program.ts';
import { findSuite, type Suite } from '../../archives/suites.ts';
import { ProcessGroups } from '../../builds/process-group.ts';
import { openCacheFolder } from '../../builds/stage/cache-folder.ts';
import { diskFullFault, type StageFault } from '../../builds/stage/stage-fault.ts';
import { takeStageLock } from '../../builds/stage/stage-lock.ts';
import { exists } from '../../file-system.ts';
import { isInside } from '../../is-inside.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { createProgramFinder } from '../../kernels/program-path.ts';
import { fetchedKernelsFolder, fetchedRoot } from './fetched-kernels-folder.ts';
import { keepNamedKernels } from './named-kernels.ts';
import { unpackImage } from './unpack-image.ts';

/** The kernels of archives. */
export interface ArchiveListing {
  readonly kernels: readonly ArchivedKernel[];
  /** Why suites could not be read, one sentence each. */
  readonly faults: readonly string[];
}

/** The progress of fetching one kernel's headers. */
export interface FetchProgress {
  readonly release: string;
  readonly step: 'waiting' | 'downloading' | 'unpacking' | 'libraries' | 'testing';
  /** How much of this step is done, from 0 to 1, if known. */
  readonly done?: number;
}

/** The current step, as the end of a line that begins with the release. */
export function fetchStepText({ step }: FetchProgress): string {
  switch (step) {
    case 'waiting':
      return 'waiting for another process that is fetching it';
    case 'downloading':
      return 'downloading';
    case 'unpacking':
      return 'unpacking';
    case 'libraries':
      return 'downloading the C library for its programs';
    case 'testing':
      return 'building a small module to test it';
    default:
      return step satisfies never;
  }
}

/** Headers that are ready to build against. */
export interface FetchedKernel {
  readonly release: string;
  /** Whether they had been fetched before. */
  readonly wasThere: boolean;
  /** What had to be changed for this machine, in sentences. */
  readonly notes: readonly string[];
}

export interface FetchOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FetchProgress) => void;
}

/** The file beside a fetched kernel's headers that records where they came from. */
interface Origin {
  readonly suite: string;
  readonly packages: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Kernel headers from the archives of distributions, unpacked in the cache folder. Nothing is installed, and root is not needed.
 *
 * In `kernels` of the cache folder: `root/<release>` has the content of the packages, `modules/<release>/build` leads into it and is made last,
 * `libraries/<suite>` has the C library for programs of a newer distribution; the lists of packages are in `apt/<suite>`, `dnf/<suite>` and so on.
 */
export class FetchedKernels {
  readonly #cacheFolder: () => string;
  readonly #groups: ProcessGroups;

  constructor(cacheFolder: () => string, groups: ProcessGroups = new ProcessGroups()) {
    this.#cacheFolder = cacheFolder;
    this.#groups = groups;
  }

  /**
   * The kernels whose headers the archives of these suites have, newest first and without duplicates. A suite that can't be read
   * contributes none.
   */
  async available(
    asked: readonly Suite[],
    mirror: Mirror | undefined,
    options: FetchOptions = {},
  ): Promise<ArchiveListing | ArchiveFault | Cancelled> {
    const folder = await this.#folder();
    if (typeof folder !== 'string') return folder;
    const lists = await Promise.all(
      asked.map((suite) => openArchive(suite, folder, mirror).list(this.#context(options))),
    );
    const cancelled = lists.find((list) => 'kind' in list && list.kind === 'cancelled');
    if (cancelled && 'kind' in cancelled) return cancelled;
    const byRelease = new Map<string, ArchivedKernel>();
    for (const kernel of lists.flatMap((list) => ('kind' in list ? [] : list))) {
      if (!byRelease.has(kernel.release)) byRelease.set(kernel.release, kernel);
    }
    const faults = lists.flatMap((list) => ('message' in list ? [list.message] : []));
    return { kernels: newestFirst([...byRelease.values()]), faults: [...new Set(faults)] };
  }

  /** The releases that were fetched, in no particular order. */
  async releases(): Promise<readonly string[]> {
    return readdir(fetchedKernelsFolder(this.#cacheFolder())).catch(() => []);
  }

  /**
   * Downloads and unpacks the headers of a kernel, and tests them by building a small module. If that fails, everything is removed again.
   */
  async get(
    kernel: ArchivedKernel,
    mirror: Mirror | undefined,
    options: FetchOptions = {},
  ): Promise<FetchedKernel | ArchiveFault | Cancelled> {
    const suite = findSuite(kernel.suite);
    if (!suite) throw new Error(`${kernel.suite} is the id of no suite`);
    return this.#locked(kernel.release, options, async (folder) => {
      const known = await readOrigin(folder, kernel.release);
      if (known && (await exists(join(folder, 'modules', kernel.release, 'build')))) {
        return { release: kernel.release, wasThere: true, notes: known.notes };
      }
      const space = await statfs(folder);
      if (space.bavail * space.bsize < kernel.downloadBytes + kernel.installedBytes) return diskFull(folder);
      return this.#inWorkFolder(folder, kernel.release, (work) =>
        this.#make(kernel, suite, mirror, { folder, work }, options),
      );
    });
  }

  /** Whether a kernel that was fetched has its image, too, to be booted. */
  async hasImage(release: string): Promise<boolean> {
    return exists(join(fetchedRoot(this.#cacheFolder(), release), 'lib/modules', release, 'vmlinuz'));
  }

  /** Downloads the image and the modules of a kernel whose headers were fetched, from the same archive. If that fails, nothing is left. */
  async getImage(
    release: string,
    mirror: Mirror | undefined,
    options: FetchOptions = {},
  ): Promise<ArchiveFault | Cancelled | undefined> {
    const failed = await this.#locked(release, options, async (folder) => {
      const origin = await readOrigin(folder, release);
      const suite = origin && findSuite(origin.suite);
      if (!suite) return notFetched(release);
      if (await this.hasImage(release)) return {};
      const done = await this.#inWorkFolder(folder, release, async (work) => {
        const archive = openArchive(suite, folder, mirror);
        const places = { work, root: join(folder, 'root', release) };
        const kernel = { release, packages: origin.packages };
        options.onProgress?.({ release, step: 'downloading', done: 0 });
        const fault = await unpackImage(archive, kernel, places, this.#context(options), (part) => {
          options.onProgress?.(
            part < 1 ? { release, step: 'downloading', done: part } : { release, step: 'unpacking' },
          );
        });
        return fault ?? {};
      });
      return done;
    });
    return isFailure(failed) ? failed : undefined;
  }

  /** Removes the headers of a kernel that was fetched; a fault if it was not. */
  async remove(release: string, options: FetchOptions = {}): Promise<ArchiveFault | Cancelled | undefined> {
    const failed = await this.#locked(release, options, async (folder) => {
      if (!(await this.releases()).includes(release)) {
        return notFetched(release);
      }
      await rm(join(folder, 'modules', release), { recursive: true, force: true });
      await rm(join(folder, 'root', release), { recursive: true, force: true });
      return {};
    });
    return isFailure(failed) ? failed : undefined;
  }

  /** Whether a kernel is one of those that were fetched. */
  has({ buildDir }: Pick<Kernel, 'buildDir'>): boolean {
    return isInside(buildDir, fetchedKernelsFolder(this.#cacheFolder()));
  }

  /** Makes the name of an archive stand for these releases from now on. */
  async keepName(id: string, releases: readonly string[]): Promise<void> {
    await keepNamedKernels(this.#cacheFolder(), id, releases);
  }

  /** Runs `work` with a temporary folder; returns a fault if files can't be written. */
  async #inWorkFolder<Result extends object>(
    folder: string,
    release: string,
    work: (folder: string) => Promise<Result | ArchiveFault | Cancelled>,
  ): Promise<Result | ArchiveFault | Cancelled> {
    const own = join(folder, `unpack-${release}`);
    try {
      // Left by a run that was killed.
      await rm(own, { recursive: true, force: true });
      await mkdir(own);
      return await work(own);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(folder);
      return { kind: 'unusable', message: `The kernel can't be written: ${message}.` };
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  }

  async #make(
    kernel: ArchivedKernel,
    suite: Suite,
    mirror: Mirror | undefined,
    { folder, work }: { readonly folder: string; readonly work: string },
    options: FetchOptions,
  ): Promise<FetchedKernel | ArchiveFault | Cancelled> {
    const { release } = kernel;
    const context = this.#context(options);
    const archive = openArchive(suite, folder, mirror);
    const tell = (step: FetchProgress['step'], done?: number) =>
      options.onProgress?.({ release, step, ...(done !== undefined && { done }) });
    const root = join(work, 'root');
    const place = join(folder, 'root', release);
    tell('downloading', 0);
    const failed = await archive.unpack(kernel.packages, root, context, (done) =>
      tell(done < 1 ? 'downloading' : 'unpacking', done < 1 ? done : undefined),
    );
    if (failed) return failed;
    const buildDir = await buildDirBelow(root, release);
    if (buildDir === undefined) {
      return {
        kind: 'unusable',
        message: `The package ${kernel.packages[0]?.name} has no headers of ${release}.`,
      };
    }
    const libraries = () => {
      tell('libraries');
      return this.#libraries(kernel, suite, archive, { folder, work }, context);
    };
    const notes = await fitHeaders({ root, place, buildDir }, createProgramFinder(), libraries, context);
    if (isFailure(notes)) return notes;
    const packages = kernel.packages.map(({ name, version }) => `${name}=${version}`);
    const origin: Origin = { suite: suite.id, packages, notes };
    await writeFile(join(root, 'origin.json'), `${JSON.stringify(origin)}\n`);
    await mkdir(join(folder, 'root'), { recursive: true });
    await mkdir(join(folder, 'modules'), { recursive: true });
    await rm(place, { recursive: true, force: true });
    await rename(root, place);
    tell('testing');
    const built = relative(root, buildDir);
    const unusable = await buildProbeModule(join(place, built), join(work, 'probe'), context);
    if (unusable) {
      await rm(place, { recursive: true, force: true });
      return unusable;
    }
    const links = join(work, 'modules');
    await mkdir(links);
    await linkAsModulesFolder(join(place, built), links);
    await rename(links, join(folder, 'modules', release));
    return { release, wasThere: false, notes };
  }

  async #libraries(
    kernel: ArchivedKernel,
    suite: Suite,
    archive: KernelArchive,
    { folder, work }: { readonly folder: string; readonly work: string },
    context: ProgramContext,
  ): Promise<string | ArchiveFault | Cancelled> {
    const place = join(folder, 'libraries', suite.id);
    const lock = await takeStageLock(`${place}.lock`, context);
    if (!('release' in lock)) return lock.kind === 'cancelled' ? lock : lockFault(lock);
    try {
      if (await exists(place)) return place;
      const names = await archive.libraries(kernel, context);
      if (isFailure(names)) return names;
      const root = join(work, 'libraries');
      const failed = await archive.unpack(names, root, context);
      if (failed) return failed;
      await rename(root, place);
      return place;
    } finally {
      await lock.release();
    }
  }

  /** The folder of all kernels, created if it does not exist. */
  async #folder(): Promise<string | ArchiveFault> {
    const cache = await openCacheFolder(this.#cacheFolder());
    if (!('folder' in cache)) return { kind: 'unusable', message: cache.message };
    const folder = join(cache.folder, 'kernels');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** Runs `work` in the folder of all kernels while no other process changes this one. */
  async #locked<Result extends object>(
    release: string,
    { signal, onProgress }: FetchOptions,
    work: (folder: string) => Promise<Result | ArchiveFault | Cancelled>,
  ): Promise<Result | ArchiveFault | Cancelled> {
    const folder = await this.#folder();
    if (typeof folder !== 'string') return folder;
    const lock = await takeStageLock(join(folder, `${release}.lock`), {
      groups: this.#groups,
      ...(signal && { signal }),
      waiting: () => onProgress?.({ release, step: 'waiting' }),
    });
    if (!('release' in lock)) return lock.kind === 'cancelled' ? lock : lockFault(lock);
    try {
      return await work(folder);
    } finally {
      await lock.release();
    }
  }

  #context({ signal }: FetchOptions): ProgramContext {
    const env = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined));
    return { groups: this.#groups, env: env as Record<string, string>, ...(signal && { signal }) };
  }
}

async function readOrigin(folder: string, release: string): Promise<Origin | undefined> {
  const text = await readFile(join(folder, 'root', release, 'origin.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Origin);
}

function notFetched(release: string): ArchiveFault {
  return {
    kind: 'absent',
    message: `${release} was not fetched by DKMS Tools. Kernels of the system are removed with its package manager.`,
  };
}

async function diskFull(folder: string): Promise<ArchiveFault> {
  return { kind: 'disk-full', message: (await diskFullFault(folder)).message };
}

function lockFault({ message }: StageFault): ArchiveFault {
  return { kind: 'unusable', message };
}
