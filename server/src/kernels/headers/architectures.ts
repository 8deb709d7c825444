import { dirname, join, resolve } from 'node:path';
import { exists, readdir, readFile, realpath } from '../../file-system.ts';

/**
 * The architectures that the source of a kernel's headers has: its folders below arch/ with a Makefile. The source of split headers and
 * of a folder that `make O=…` made is where their Makefile includes the real one. Empty where that is not found.
 */
export async function architecturesOf(buildDir: string): Promise<readonly string[]> {
  const folder = await realpath(buildDir).catch(() => buildDir);
  const makefile = await readFile(join(folder, 'Makefile'), 'utf8').catch(() => '');
  const included = [...makefile.slice(0, 4096).matchAll(/^include[ \t]+([^\s$]+)[ \t]*$/gm)].map(
    ([, path = '']) => dirname(resolve(folder, path)),
  );
  const found = new Set<string>();
  for (const source of new Set([folder, join(folder, 'source'), ...included])) {
    for (const name of await readdir(join(source, 'arch')).catch(() => []))
      if (await exists(join(source, 'arch', name, 'Makefile'))) found.add(name);
  }
  return [...found].sort();
}
