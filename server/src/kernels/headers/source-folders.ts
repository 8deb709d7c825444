import { dirname, join, resolve } from 'node:path';
import { readFile, realpath } from '../../file-system.ts';

/**
 * The folders that a kernel's headers are spread over: the build folder itself, and the source that it was split from, which its Makefile
 * includes or its link `source` names. Not all of them need exist.
 */
export async function sourceFoldersOf(buildDir: string): Promise<readonly string[]> {
  const folder = await realpath(buildDir).catch(() => buildDir);
  const makefile = await readFile(join(folder, 'Makefile'), 'utf8').catch(() => '');
  const included = [...makefile.slice(0, 4096).matchAll(/^include[ \t]+([^\s$]+)[ \t]*$/gm)].map(
    ([, path = '']) => dirname(resolve(folder, path)),
  );
  return [...new Set([folder, join(folder, 'source'), ...included])];
}
