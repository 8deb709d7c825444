import type { DkmsVersion } from '../../conf/directives/dkms-version.ts';
import type { KernelFacts } from '../../conf/reading/reading.ts';
import type { KernelSearch } from '../../kernels/find-kernels.ts';
import type { FolderWatcher } from '../../kernels/folder-watcher.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { KernelConfigCache } from '../../kernels/kernel-config-cache.ts';
import { factsOfKernel } from './kernel-facts.ts';

/** The kernels of this machine; searched for once, until something changes. */
export class MachineKernels {
  /** Their configurations. */
  readonly configs = new KernelConfigCache();
  #search: KernelSearch;
  #list: Promise<readonly Kernel[]> | undefined;
  /** By dkms version, since it decides which of a kernel's configuration files is used. */
  #facts = new Map<string, Promise<readonly KernelFacts[]>>();
  /** The same, once they are read. */
  #loaded = new Map<string, readonly KernelFacts[]>();
  #watcher: FolderWatcher | undefined;
  readonly #name: (kernels: readonly Kernel[]) => Promise<readonly Kernel[]>;

  /** `name` adds the names of archives that stand for a kernel. */
  constructor(search: KernelSearch, name: (kernels: readonly Kernel[]) => Promise<readonly Kernel[]>) {
    this.#search = search;
    this.#name = name;
  }

  /** Changes the folders that are searched. */
  searchIn(search: KernelSearch): void {
    this.#search = search;
    this.#loaded = new Map();
    this.forget();
  }

  /** Newest first. */
  list(): Promise<readonly Kernel[]> {
    this.#list ??= find(this.#search).then(this.#name);
    return this.#list;
  }

  /** The kernels that are found in one folder, whether it is searched or not. */
  inFolder(folder: string): Promise<readonly Kernel[]> {
    return find({ moduleFolders: [folder], systemFolders: false });
  }

  /** The same kernels as confs see them when this version of dkms reads them, with their configuration. */
  facts(version: DkmsVersion): Promise<readonly KernelFacts[]> {
    const known = this.#facts.get(version.text);
    if (known) return known;
    const loading = this.#load(version);
    this.#facts.set(version.text, loading);
    return loading;
  }

  /** The last result of `facts`, for checks, which can't wait; `undefined` if there is none yet. */
  loadedFacts(version: DkmsVersion): readonly KernelFacts[] | undefined {
    return this.#loaded.get(version.text);
  }

  /** The next request for kernels searches again. */
  forget(): void {
    this.#list = undefined;
    this.#facts = new Map();
  }

  /** The folders that kernels are looked for in. */
  async folders(): Promise<readonly string[]> {
    const search = this.#search;
    const { kernelFolders } = await import('../../kernels/find-kernels.ts');
    return kernelFolders(search);
  }

  /** As `Engine.watchKernels`. */
  async watch(changed: () => void, complain: (error: Error) => void): Promise<void> {
    await this.#watcher?.close();
    const folders = await this.folders();
    const searchAgain = () => {
      this.forget();
      changed();
    };
    const { watchKernels } = await import('../../kernels/kernel-watcher.ts');
    this.#watcher = await watchKernels(folders, searchAgain, { onError: complain });
  }

  /** Stops watching. */
  async stop(): Promise<void> {
    await this.#watcher?.close();
  }

  async #load(version: DkmsVersion): Promise<readonly KernelFacts[]> {
    const asked = this.#facts;
    const kernels = await this.list();
    this.configs.keepOnly(new Set(kernels.map((kernel) => kernel.buildDir)));
    const facts = await Promise.all(kernels.map((kernel) => factsOfKernel(this.configs, kernel, version)));
    // A new search may have begun in the meantime.
    if (asked === this.#facts) this.#loaded.set(version.text, facts);
    return facts;
  }
}

/** Loads what finds kernels when they are first asked for: the check of one file rarely needs them. */
async function find(search: KernelSearch): Promise<readonly Kernel[]> {
  const { findKernels } = await import('../../kernels/find-kernels.ts');
  return findKernels(search);
}
