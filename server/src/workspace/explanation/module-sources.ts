import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { namesDeclaredIn } from '../../triage/uses/missing-api-uses.ts';

interface KnownFile {
  /** Differs when the file was written. */
  readonly mark: string;
  readonly names: ReadonlySet<string>;
}

// Drivers are smaller; what is larger is no driver's source, and nobody waits for it.
const mostFiles = 4_000;
const largestFile = 4 * 1024 * 1024;
const deepest = 12;

/** The C files and headers of modules, with the names that they declare themselves. Each file is read again only when it was written. */
export class ModuleSources {
  readonly #files = new Map<string, KnownFile>();

  /** The C files and headers below a folder, in path order; hidden folders and links are left out. */
  async findFiles(folder: string): Promise<readonly string[]> {
    const found: string[] = [];
    await collect(folder, found, 0);
    return found.sort();
  }

  /** All names that the files below a folder declare. `openText` knows the text of files that are open in the editor. */
  async ownNames(
    folder: string,
    openText: (file: string) => string | undefined = () => undefined,
  ): Promise<ReadonlySet<string>> {
    const all = new Set<string>();
    for (const file of await this.findFiles(folder)) {
      const open = openText(file);
      const names = open === undefined ? await this.#namesOf(file) : namesDeclaredIn(open);
      for (const name of names) all.add(name);
    }
    return all;
  }

  async #namesOf(file: string): Promise<ReadonlySet<string>> {
    const mark = await stat(file).then(
      ({ size, mtimeMs, ctimeMs }) => (size <= largestFile ? `${size} ${mtimeMs} ${ctimeMs}` : undefined),
      () => undefined,
    );
    if (mark === undefined) return new Set();
    const known = this.#files.get(file);
    if (known?.mark === mark) return known.names;
    const text = await readFile(file, 'utf8').catch(() => '');
    const names = namesDeclaredIn(text);
    this.#files.set(file, { mark, names });
    return names;
  }
}

async function collect(folder: string, found: string[], depth: number): Promise<void> {
  if (depth > deepest || found.length >= mostFiles) return;
  const entries: readonly Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (found.length >= mostFiles) return;
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith('.')) await collect(path, found, depth + 1);
    else if (entry.isFile() && /\.[ch]$/.test(entry.name) && !entry.name.endsWith('.mod.c')) found.push(path);
  }
}
