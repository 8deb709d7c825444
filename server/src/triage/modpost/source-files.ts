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
 * The C files and headers among some paths, and below those that are folders, level by level, so that the nearest are included if there are
 * too many. Symbolic links, hidden folders and what can't be read are skipped.
 */
export async function readSourceFiles(paths: readonly string[]): Promise<readonly SourceText[]> {
  const found: SourceText[] = [];
  const add = async (path: string) => {
    // kbuild's own file with the module's data repeats every import.
    const isSource = /\.[ch]$/.test(path) && !path.endsWith('.mod.c');
    const text = isSource ? await readBoundedText(path, limits.bytes) : undefined;
    if (text !== undefined) found.push({ path, text });
  };
  let level = paths;
  for (let depth = 0; depth <= limits.depth && level.length > 0; depth++) {
    const below: string[] = [];
    for (const path of level) {
      const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
      if (!entries) await add(path);
      for (const entry of (entries ?? []).sort((a, b) => (a.name < b.name ? -1 : 1))) {
        if (entry.isDirectory() && !entry.name.startsWith('.')) below.push(join(path, entry.name));
        if (found.length >= limits.files) return found;
        if (entry.isFile()) await add(join(path, entry.name));
      }
    }
    level = below;
  }
  return found;
}
