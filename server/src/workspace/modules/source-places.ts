import { dirname } from 'node:path';
import {
  findModuleSource,
  isInSource,
  type ModuleSource,
  ownFolder,
  plainFolder,
} from '../../module/module-source.ts';

/** The source of each module, as it was when the module was last read. Only modules without a dkms.conf may need more than their folder. */
export class SourcePlaces {
  readonly #workspaceFolders: () => readonly string[];
  /** Those that need more, by the module's path. */
  readonly #wider = new Map<string, ModuleSource>();

  constructor(workspaceFolders: () => readonly string[]) {
    this.#workspaceFolders = workspaceFolders;
  }

  /** Finds the source of a module, by the path of its dkms.conf, or of its Kbuild or Makefile. */
  async read(path: string): Promise<ModuleSource> {
    const source = await findModuleSource(path, this.#workspaceFolders());
    if (source.inside === '') this.#wider.delete(path);
    else this.#wider.set(path, source);
    return source;
  }

  /** The source that a module in a folder has, as far as is known. */
  of(folder: string): ModuleSource {
    for (const [path, source] of this.#wider) if (dirname(path) === folder) return source;
    return plainFolder(folder);
  }

  /** The modules whose source contains a file (absolute) that lies outside of their folders. */
  reaching(file: string): readonly string[] {
    return [...this.#wider].flatMap(([path, source]) =>
      isInSource(file, source) && !isInSource(file, ownFolder(path)) ? [path] : [],
    );
  }
}
