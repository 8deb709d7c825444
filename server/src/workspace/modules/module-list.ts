import { isInside } from '../../is-inside.ts';
import { findConfs, isConf, isTemplate } from '../../module/find-confs.ts';
import { presumedSourceFolder } from '../../module/source-folder.ts';

/** One module of the workspace, as people call it. */
export interface ModuleSummary {
  /** Of the dkms.conf. */
  readonly path: string;
  /** PACKAGE_NAME, or the folder's name where that is not known. */
  readonly name: string;
  readonly version?: string;
}

/** A file that came, went or was written. */
export interface FileEvent {
  /** Absolute. */
  readonly path: string;
  readonly kind: 'created' | 'changed' | 'deleted';
}

/**
 * The dkms.conf files of a workspace and what they call their modules. The folders are walked once and each file is read once, however many
 * modules and builds ask, until somebody tells that a file changed, or that any may have.
 */
export class ModuleList {
  readonly #summarize: (path: string) => Promise<ModuleSummary | undefined>;
  #paths: { readonly folders: string; readonly found: Promise<readonly string[]> } | undefined;
  readonly #summaries = new Map<string, Promise<ModuleSummary | undefined>>();

  constructor(summarize: (path: string) => Promise<ModuleSummary | undefined>) {
    this.#summarize = summarize;
  }

  filesChanged(events: readonly FileEvent[]): void {
    for (const { path, kind } of events) {
      if (!isConf(path)) continue;
      this.#summaries.delete(path);
      if (kind !== 'changed') this.#paths = undefined;
    }
  }

  /** An editor has opened or written a file, of which it need not tell otherwise. */
  async seen(path: string): Promise<void> {
    if (!isConf(path)) return;
    this.#summaries.delete(path);
    const paths = this.#paths;
    if (paths && !(await paths.found).includes(path) && this.#paths === paths) this.#paths = undefined;
  }

  /** What is known may be out of date: a folder went, of whose files nobody tells, or nobody tells of any. */
  forget(): void {
    this.#paths = undefined;
    this.#summaries.clear();
  }

  /** The dkms.conf files below folders, also templates and unreadable ones, sorted, each once. */
  confs(folders: readonly string[]): Promise<readonly string[]> {
    const key = folders.join('\n');
    if (this.#paths?.folders === key) return this.#paths.found;
    const found = Promise.all(folders.map((folder) => findConfs(folder))).then((lists) =>
      [...new Set(lists.flat())].sort(),
    );
    this.#paths = { folders: key, found };
    return found;
  }

  /** The modules below folders that can be built, in path order: templates and unreadable files are not among them. */
  async modules(folders: readonly string[]): Promise<readonly ModuleSummary[]> {
    const paths = (await this.confs(folders)).filter((path) => !isTemplate(path));
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

/** Whether what is found in a dkms.conf may be different after a file was written: it lies in the folder that the conf is compared with. */
export function concernsConf(conf: string, file: string): boolean {
  return isInside(file, presumedSourceFolder(conf));
}
