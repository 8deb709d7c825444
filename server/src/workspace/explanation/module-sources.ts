import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isFile } from '../../file-system.ts';
import { isInSource, type ModuleSource, partsOf, plainFolder } from '../../module/module-source.ts';
import { namesDeclaredIn, type OwnNames } from '../../triage/uses/missing-api-uses.ts';
import { inBackground } from '../background.ts';

// No source of a driver is larger; a larger file would only cost time.
const mostFiles = 4_000;
const largestFile = 4 * 1024 * 1024;
const deepest = 12;

/** How many files are read at the same time. */
const filesAtOnce = 16;

/**
 * The C files and headers of modules, with the names that they declare themselves. The source of a module, which is known by the module's
 * folder, is walked once, and a file is read again when it is reported as changed.
 */
export class ModuleSources {
  readonly #sourceOf: (folder: string) => ModuleSource;
  readonly #folders = new Map<string, Promise<FolderNames>>();

  constructor(sourceOf: (folder: string) => ModuleSource = plainFolder) {
    this.#sourceOf = sourceOf;
  }

  /** The C files and headers of the module in a folder, in path order; hidden folders and links are left out. */
  async findFiles(folder: string): Promise<readonly string[]> {
    const found: string[] = [];
    for (const part of partsOf(this.#sourceOf(folder)))
      if (isSource(part) && (await isFile(part))) found.push(part);
      else await collect(part, found, 0);
    return found.sort();
  }

  /** All names that the files of the module in a folder declare. `open` has the texts of those that are open in the editor. */
  async ownNames(folder: string, open: ReadonlyMap<string, string>): Promise<OwnNames> {
    const reading =
      this.#folders.get(folder) ?? this.findFiles(folder).then((files) => new FolderNames(files));
    this.#folders.set(folder, reading);
    const names = await reading;
    await names.readWritten();
    return names.with(open);
  }

  /** These files (absolute) were written, made or removed. */
  filesChanged(files: readonly string[]): void {
    const sources = files.filter(isSource);
    for (const [folder, names] of this.#folders) {
      const source = this.#sourceOf(folder);
      const own = sources.filter((file) => isInSource(file, source));
      if (own.length > 0) inBackground(names.then((known) => known.written(own)));
    }
  }

  /** Files of a folder may have changed without notice, or are no longer needed. */
  forget(folder: string): void {
    this.#folders.delete(folder);
  }

  /** The folders of which names are kept. */
  get folders(): readonly string[] {
    return [...this.#folders.keys()];
  }
}

/** What the files of one module declare. */
class FolderNames {
  /** The names in a file, one a line: slices of its text would keep the whole text in memory. */
  readonly #byFile = new Map<string, string>();
  /** How many files declare a name. */
  readonly #counts = new Map<string, number>();
  readonly #written: Set<string>;
  #reading: Promise<void> = Promise.resolve();
  /** The names last found in the texts of open files. */
  #open = new Map<string, { readonly text: string; readonly names: ReadonlySet<string> }>();

  constructor(files: readonly string[]) {
    this.#written = new Set(files);
  }

  written(files: readonly string[]): void {
    for (const file of files) this.#written.add(file);
  }

  /** A request made while files are being read waits for them, too. */
  readWritten(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#readNow());
    return this.#reading;
  }

  async #readNow(): Promise<void> {
    while (this.#written.size > 0) {
      const files = [...this.#written].slice(0, filesAtOnce);
      await Promise.all(
        files.map(async (file) => {
          this.#written.delete(file);
          this.#replace(file, await readNames(file));
        }),
      );
    }
  }

  with(open: ReadonlyMap<string, string>): OwnNames {
    const before = this.#open;
    this.#open = new Map();
    for (const [file, text] of open) {
      const known = before.get(file);
      this.#open.set(file, known?.text === text ? known : { text, names: namesDeclaredIn(text) });
    }
    const shown = [...this.#open.values()].map(({ names }) => names);
    // For an open file, its text in the editor counts, not the file on disk.
    const hidden = [...open.keys()].map((file) => new Set(linesOf(this.#byFile.get(file))));
    return {
      has: (name) =>
        shown.some((names) => names.has(name)) ||
        (this.#counts.get(name) ?? 0) > hidden.filter((names) => names.has(name)).length,
    };
  }

  #replace(file: string, names: string): void {
    for (const name of linesOf(this.#byFile.get(file))) {
      const count = (this.#counts.get(name) ?? 0) - 1;
      if (count > 0) this.#counts.set(name, count);
      else this.#counts.delete(name);
    }
    if (names === '') this.#byFile.delete(file);
    else this.#byFile.set(file, names);
    for (const name of linesOf(names)) this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}

function linesOf(names: string | undefined): readonly string[] {
  return names ? names.split('\n') : [];
}

/** No names for a file that was removed or is too large. */
async function readNames(file: string): Promise<string> {
  try {
    const found = await stat(file);
    if (!found.isFile() || found.size > largestFile) return '';
    return [...namesDeclaredIn(await readFile(file, 'utf8'))].join('\n');
  } catch {
    return '';
  }
}

function isSource(file: string): boolean {
  return /\.[ch]$/.test(file) && !file.endsWith('.mod.c');
}

async function collect(folder: string, found: string[], depth: number): Promise<void> {
  if (depth > deepest || found.length >= mostFiles) return;
  const entries: readonly Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (found.length >= mostFiles) return;
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith('.')) await collect(path, found, depth + 1);
    else if (entry.isFile() && isSource(path)) found.push(path);
  }
}
