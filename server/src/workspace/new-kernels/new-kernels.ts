import { headerAgeMs } from '../../kernels/headers/header-age.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { treeMark } from '../../kernels/tree-mark.ts';
import type { KernelMemory } from './kernel-memory.ts';

export interface NewKernelsOptions {
  /** Kernels that this machine has had before are not reported. */
  readonly memory: KernelMemory;
  /** Called once for each new kernel, when its headers are complete. */
  readonly appeared: (kernels: readonly Kernel[]) => void;
  /** Called when the kernels have to be searched for again, because headers were still being written. */
  readonly searchAgain: () => void;
  /** Called if the memory can't be written to; this session then relies on what it has seen itself. */
  readonly complain: (error: Error) => void;
  /** How many milliseconds headers must be left unchanged before they count as complete; 5000 by default. */
  readonly quietMs?: number;
}

interface Seen {
  /** And the `treeMark` of each kernel. */
  readonly releases: Set<string>;
  readonly folders: Set<string>;
}

/**
 * Notices kernels that can be built against and could not be before. Headers are installed over seconds, file by file, and look usable
 * before they are complete, so a kernel is reported only when nothing has been written to its headers for a while.
 */
export class NewKernels {
  readonly #appeared: NewKernelsOptions['appeared'];
  readonly #searchAgain: NewKernelsOptions['searchAgain'];
  readonly #quietMs: number;
  readonly #memory: KernelMemory;
  readonly #complain: NewKernelsOptions['complain'];
  /**
   * The kernels that were known at the first search, and those that this session has seen since. A kernel that another window has reported
   * is still new here.
   */
  #known: Seen | undefined;
  #waiting: NodeJS.Timeout | undefined;
  #isStopped = false;
  /** Searches run one after another, so that no kernel is reported twice. */
  #last: Promise<void> = Promise.resolve();

  constructor({ memory, appeared, searchAgain, complain, quietMs = 5000 }: NewKernelsOptions) {
    this.#appeared = appeared;
    this.#searchAgain = searchAgain;
    this.#quietMs = quietMs;
    this.#memory = memory;
    this.#complain = complain;
  }

  /**
   * To be called with each new list of kernels. If the headers of a new kernel, or of one that can't be used yet, are still being written,
   * it asks for another search when they may be complete, since the folders in them are not watched. `folders` are those that were
   * searched. If one of them has never been searched on this machine, no kernel counts as new: a changed setting has revealed what existed
   * before.
   */
  update(kernels: readonly Kernel[], folders: readonly string[]): Promise<void> {
    this.#last = this.#last.then(() => this.#update(kernels, folders));
    return this.#last;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#waiting);
  }

  async #update(kernels: readonly Kernel[], folders: readonly string[]): Promise<void> {
    clearTimeout(this.#waiting);
    const ready = kernels.filter((kernel) => kernel.status === 'ready');
    const known = await this.#remembered();
    if (folders.some((folder) => !known.folders.has(folder))) await this.#remember(ready, folders);
    const alike = Map.groupBy(kernels, ({ release }) => release);
    // Earlier versions of this program kept the release alone.
    const isKnown = (kernel: Kernel) =>
      known.releases.has(treeMark(kernel)) ||
      (known.releases.has(kernel.release) && alike.get(kernel.release)?.length === 1);
    const isNew = (kernel: Kernel) => kernel.status === 'ready' && !isKnown(kernel);
    const open = kernels.filter((kernel) => kernel.status !== 'ready' || isNew(kernel));
    const aged = await Promise.all(
      open.map(async (kernel) => ({ kernel, ageMs: await headerAgeMs(kernel.buildDir) })),
    );
    if (this.#isStopped) return;
    const complete = aged.flatMap(({ kernel, ageMs }) =>
      isNew(kernel) && ageMs !== undefined && ageMs >= this.#quietMs ? [kernel] : [],
    );
    await this.#remember(complete, folders);
    if (complete.length > 0) this.#appeared(complete);
    const rests = aged.flatMap(({ ageMs }) =>
      ageMs !== undefined && ageMs < this.#quietMs ? [this.#quietMs - ageMs] : [],
    );
    if (rests.length > 0) this.#waiting = setTimeout(this.#searchAgain, Math.min(...rests) + 20).unref();
  }

  async #remembered(): Promise<Seen> {
    if (!this.#known) {
      const { releases, folders } = await this.#memory.read();
      this.#known = { releases: new Set(releases), folders: new Set(folders) };
    }
    return this.#known;
  }

  async #remember(kernels: readonly Kernel[], folders: readonly string[]): Promise<void> {
    const known = await this.#remembered();
    const releases = [...new Set(kernels.flatMap((kernel) => [kernel.release, treeMark(kernel)]))];
    const isMore =
      releases.some((release) => !known.releases.has(release)) ||
      folders.some((folder) => !known.folders.has(folder));
    if (!isMore) return;
    for (const release of releases) known.releases.add(release);
    for (const folder of folders) known.folders.add(folder);
    await this.#memory.add(releases, folders).catch(this.#complain);
  }
}
