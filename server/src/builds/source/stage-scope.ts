import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, join, relative } from 'node:path';
import { escapeRegex } from '../../escape-regex.ts';
import { exists } from '../../file-system.ts';
import { isInside } from '../../is-inside.ts';
import { KernelFolders } from './kernel-folders.ts';
import type { FolderEntry } from './many-files.ts';

/** Histories are big and no build reads them; the one of git may be a file, in a submodule or a work tree. */
export const excludedFolders: ReadonlySet<string> = new Set(['.git', '.hg', '.svn']);

/** What a build leaves out of its copy of a source, besides histories and what kbuild made in the source. */
export interface LeftOut {
  /** The cache folder, which may lie in the source. */
  readonly cacheFolder?: string | undefined;
  /** The user's patterns: see `parseExclusion`. */
  readonly exclude?: readonly string[];
  /** The only folders and files of the source that are copied, if not all; see `ModuleSource`. */
  readonly parts?: readonly string[] | undefined;
  /** The folder of the module as a path in the source, if it is not the whole source; see `ModuleSource`. */
  readonly inside?: string | undefined;
}

/** Decides which entries of a source a build copies. What git ignores does not matter: a build may need it. */
export class StageScope {
  readonly #source: string;
  /** The path of the cache folder in the source, if it lies there. */
  readonly #cachePath: string | undefined;
  readonly #exclusions: readonly Exclusion[];
  readonly #parts: readonly string[] | undefined;
  readonly #module: string;
  readonly #kernels: KernelFolders;

  /** `source` is the absolute path of the folder. */
  constructor(source: string, { cacheFolder, exclude = [], parts, inside = '' }: LeftOut = {}) {
    this.#source = source;
    if (cacheFolder !== undefined && isInside(cacheFolder, source))
      this.#cachePath = relative(source, cacheFolder);
    this.#parts = parts;
    this.#module = inside;
    this.#exclusions = exclude.flatMap((pattern) => parseExclusion(pattern) ?? []);
    this.#kernels = new KernelFolders(source, (path, entry) =>
      this.#mayInclude(path, entry.name, entry.isDirectory()),
    );
  }

  /**
   * Of the entries of a folder (a path in the source, empty for the source itself) those that are copied; `undefined` if the folder itself
   * is not.
   */
  async select<Entry extends FolderEntry>(
    inside: string,
    entries: readonly Entry[],
  ): Promise<readonly Entry[] | undefined> {
    if (await this.#kernels.isUnneeded(inside, entries)) return undefined;
    let names: ReadonlySet<string> | undefined;
    const chosen: Entry[] = [];
    for (const entry of entries) {
      // Done for every file: joining by hand takes a fraction of the time.
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (!this.#mayInclude(path, entry.name, entry.isDirectory())) continue;
      const isProduct = !plainSource.test(entry.name) && entry.isFile() && product.test(entry.name);
      if (isProduct && !isOfNeighbour(path, this.#module)) {
        names ??= new Set(entries.map(({ name }) => name));
        if (await isOwnProduct(join(this.#source, inside), entry.name, names)) continue;
      }
      chosen.push(entry);
    }
    return chosen;
  }

  /** Whether a file is copied, judging by its path alone; `undefined` if it may be a product of kbuild, which the files beside it decide. */
  includes(path: string): boolean | undefined {
    const parts = path.split('/');
    for (const at of parts.keys()) {
      const isFolder = at < parts.length - 1;
      if (!this.#mayInclude(parts.slice(0, at + 1).join('/'), parts[at] ?? '', isFolder)) return false;
    }
    return product.test(basename(path)) ? undefined : true;
  }

  #mayInclude(path: string, name: string, isFolder: boolean): boolean {
    if (excludedFolders.has(name)) return false;
    if (this.#cachePath !== undefined && isInside(path, this.#cachePath)) return false;
    if (this.#parts?.every((part) => !isInside(path, part) && !(isFolder && isInside(part, path))))
      return false;
    return !this.#exclusions.some((one) => (isFolder || !one.isFolder) && one.regex.test(path));
  }
}

interface Exclusion {
  readonly regex: RegExp;
  /** Whether it means folders only. */
  readonly isFolder: boolean;
}

/**
 * A pattern as it is usual for lists of files: `*.bin` means a name in any folder, `docs/` a folder, `/test/data` and `test/data` a path from
 * the top of the source, `**` any folders. `undefined` for an empty one.
 */
function parseExclusion(pattern: string): Exclusion | undefined {
  const text = pattern.trim();
  const isFolder = text.endsWith('/');
  const path = text.replace(/^(?:\.?\/)+|\/+$/g, '');
  if (path === '') return undefined;
  const isName = !/\/./.test(text);
  const body = path
    .split(/(\*\*\/?|\*|\?)/)
    .map((part) =>
      part === '*'
        ? '[^/]*'
        : part === '?'
          ? '[^/]'
          : part === '**/'
            ? '(?:.*/)?'
            : part === '**'
              ? '.*'
              : escapeRegex(part),
    )
    .join('');
  return { regex: new RegExp(`^${isName ? '(?:.*/)?' : ''}${body}$`), isFolder };
}

/** The names that nearly all files of a big source have; none of them is in one of the longer lists of names. */
export const plainSource = /^[\w-]+\.[chS]$/;

/** The names of products of a build. Source: the target clean of the Makefile of Linux 7.3; it looks at names alone. */
export const product =
  /\.(?:[aios]|rsi|ko(?:\..*)?|cmd|mod|mod\.c|symvers|order|o\.thinlto\.bc|dtbo?|dtbo?\.S|dt\.yaml|dwo|lst|su|lex\.c|tab\.[ch]|asn1\.[ch]|symtypes|c\.[012].*\..*|ll|gcno|long-type-.*\.txt)$|^\..*\.(?:d|tmp)$|^\.tmp_|^dtbs-list$/;

/** Where kbuild lists the symbols that the modules of a folder export. */
export const symbolsFile = 'Module.symvers';

/**
 * Whether a file has the symbols that modules beside the module's folder export; both are paths in the source. make does not make it again,
 * since it works in the module's folder alone, but reads it there if KBUILD_EXTRA_SYMBOLS names it.
 */
export function isOfNeighbour(path: string, module: string): boolean {
  return module !== '' && basename(path) === symbolsFile && !isInside(path, module);
}

/** How kbuild's record of a command begins. */
const commandRecord = /^(?:saved)?cmd_\S+ := /;

/**
 * Whether kbuild made a file in the source, because somebody ran make there: it then has a record of the command (`.hello.o.cmd`), and a
 * build makes it again in the copy. An object or a library without that record is a part of the source, and so is one whose source is gone.
 */
async function isOwnProduct(folder: string, name: string, names: ReadonlySet<string>): Promise<boolean> {
  // The list of what an object was made from stays beside it if it exports symbols (seen with Linux 6.1).
  const [, listed] = /^\.(.+\.o)\.d$/.exec(name) ?? [];
  const recorded = listed ?? (name.endsWith('.mod.c') ? name.replace(/c$/, 'o') : name);
  const record = /^\..+\.cmd$/.test(name) ? name : `.${recorded}.cmd`;
  if (!names.has(record)) return false;
  const text = await readFile(join(folder, record), 'utf8').catch(() => '');
  if (!commandRecord.test(text)) return false;
  const source = /^source_\S+ := (\S+)/m.exec(text)?.[1];
  // The source of `hello.mod.o` is a product itself; that of `.module-common.o` belongs to the kernel.
  if (source === undefined || product.test(basename(source)) || names.has(basename(source))) return true;
  return isAbsolute(source) && (await exists(source));
}
