import { isTemplate } from '../../conf/conf-kind.ts';
import { isInside } from '../../is-inside.ts';
import { isConf } from '../../module/find-confs.ts';
import {
  type FoundModules,
  findModules,
  isBareModule,
  withoutPackagedCopies,
} from '../../module/find-modules.ts';
import { presumedSourceFolder } from '../../module/source-folder.ts';

/** One module of the workspace, as people call it. */
export interface ModuleSummary {
  /** Of the dkms.conf; of a module that has none, of its Kbuild or Makefile. */
  readonly path: string;
  /** PACKAGE_NAME, or the folder's name where that is not known. */
  readonly name: string;
  readonly version?: string;
}

/** A file that was created, deleted or written. */
export interface FileEvent {
  /** Absolute. */
  readonly path: string;
  readonly kind: 'created' | 'changed' | 'deleted';
}

/** What one walk through some folders found. */
interface FoundPaths {
  readonly folders: string;
  readonly found: Promise<FoundModules>;
  readonly confs: Promise<readonly string[]>;
}

/**
 * The dkms.conf files of a workspace, the modules that have none, and what these call themselves. The folders are walked once and each file
 * is read once, however many modules and builds ask, until a change of a file is reported, or any file may have changed.
 */
export class ModuleList {
  readonly #summarize: (path: string) => Promise<ModuleSummary | undefined>;
  #paths: FoundPaths | undefined;
  readonly #summaries = new Map<string, Promise<ModuleSummary | undefined>>();

  constructor(summarize: (path: string) => Promise<ModuleSummary | undefined>) {
    this.#summarize = summarize;
  }

  filesChanged(events: readonly FileEvent[]): void {
    for (const { path, kind } of events) {
      const isBare = isBareModule(path);
      if (!isConf(path) && !isBare) continue;
      this.#summaries.delete(path);
      // A Makefile that was written may list modules now, or none any more.
      if (kind !== 'changed' || isBare) this.#paths = undefined;
    }
  }

  /** An editor has opened or written a file; it may not report that as a file change. */
  async seen(path: string): Promise<void> {
    if (!isConf(path)) return;
    this.#summaries.delete(path);
    const paths = this.#paths;
    if (paths && !(await paths.confs).includes(path) && this.#paths === paths) this.#paths = undefined;
  }

  /** The list may be outdated: a folder disappeared whose files are not watched, or no files are watched at all. */
  forget(): void {
    this.#paths = undefined;
    this.#summaries.clear();
  }

  /** The dkms.conf files below folders, also templates and unreadable ones, sorted, each once. */
  confs(folders: readonly string[]): Promise<readonly string[]> {
    return this.#find(folders).confs;
  }

  #find(folders: readonly string[]): FoundPaths {
    const key = folders.join('\n');
    if (this.#paths?.folders === key) return this.#paths;
    const found = Promise.all(folders.map((folder) => findModules(folder))).then((lists) => ({
      confs: [...new Set(lists.flatMap(({ confs }) => confs))].sort(),
      bare: [...new Set(lists.flatMap(({ bare }) => bare))].sort(),
    }));
    this.#paths = { folders: key, found, confs: found.then(({ confs }) => confs) };
    return this.#paths;
  }

  /** The modules below folders that can be built, also those without a dkms.conf, in path order: templates and unreadable files are not among them. */
  async modules(folders: readonly string[]): Promise<readonly ModuleSummary[]> {
    const { confs, bare } = await this.#find(folders).found;
    const buildable = withoutPackagedCopies(confs).filter((path) => !isTemplate(path));
    const paths = [...buildable, ...bare].sort();
    const modules = await Promise.all(paths.map((path) => this.#summaryOf(path)));
    return modules.filter((module) => module !== undefined);
  }

  #summaryOf(path: string): Promise<ModuleSummary | undefined> {
    const known = this.#summaries.get(path);
    if (known) return known;
    const made = this.#summarize(path);
    this.#summaries.set(path, made);
    return made;
  }
}

/** Whether writing a file may change the findings of a dkms.conf: it lies in the folder that the conf is compared with. */
export function concernsConf(conf: string, file: string): boolean {
  return isInside(file, presumedSourceFolder(conf));
}
