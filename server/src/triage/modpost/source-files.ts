import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readBoundedText } from '../../module/bounded-text.ts';

/** A file of the module, as it was read. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** Larger drivers are not searched completely, so their problems may stay at the Makefile. */
const limits = { depth: 6, files: 1_500, bytes: 4_000_000 };

/**
 * The C files and headers below a folder, level by level, so that the nearest are included if there are too many. Symbolic links, hidden
 * folders and what can't be read are skipped.
 */
export async function readSourceFiles(folder: string): Promise<readonly SourceText[]> {
  const found: SourceText[] = [];
  let level: readonly string[] = [folder];
  for (let depth = 0; depth <= limits.depth && level.length > 0; depth++) {
    const below: string[] = [];
    for (const path of level) {
      const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
      for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        if (entry.isDirectory() && !entry.name.startsWith('.')) below.push(join(path, entry.name));
        // kbuild's own file with the module's data repeats every import.
        if (!entry.isFile() || !/\.[ch]$/.test(entry.name) || entry.name.endsWith('.mod.c')) continue;
        if (found.length >= limits.files) return found;
        const text = await readBoundedText(join(path, entry.name), limits.bytes);
        if (text !== undefined) found.push({ path: join(path, entry.name), text });
      }
    }
    level = below;
  }
  return found;
}
