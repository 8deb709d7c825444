import { join } from 'node:path';
import { exists, readdir } from '../../file-system.ts';
import { sourceFoldersOf } from './source-folders.ts';

/**
 * The architectures that the source of a kernel's headers has: its folders below arch/ with a Makefile. The source of split headers and
 * of a folder that `make O=…` made is where their Makefile includes the real one. Empty where that is not found.
 */
export async function architecturesOf(buildDir: string): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const source of await sourceFoldersOf(buildDir)) {
    for (const name of await readdir(join(source, 'arch')).catch(() => []))
      if (await exists(join(source, 'arch', name, 'Makefile'))) found.add(name);
  }
  return [...found].sort();
}
