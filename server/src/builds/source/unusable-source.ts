import { basename, dirname, join } from 'node:path';
import { readdir } from '../../file-system.ts';
import { findSourceFolder } from '../../module/source-folder.ts';
import { shellWord } from '../../shell-words.ts';

/**
 * Why dkms could not build the folder of a conf, and what to do, for people; `undefined` if it may. dkms builds what lies beside the file,
 * and nothing else.
 */
export async function whySourceUnusable(conf: string): Promise<string | undefined> {
  const folder = dirname(conf);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const source = await findSourceFolder(folder);
  // A folder below it may hold what MAKE builds.
  const hasFolders = entries.some((entry) => entry.isDirectory() && entry.name !== 'patches');
  if (source !== folder && !hasFolders)
    return `The source of this ${basename(conf)} is in ${source}, and dkms builds only what lies beside the file: a package or a script brings the two together. To build it here, do the same: cp ${shellWord(conf)} ${shellWord(join(source, basename(conf)))}`;
  // dkms counts what ls shows.
  if (entries.filter(({ name }) => !name.startsWith('.')).length >= 2) return undefined;
  return `There is nothing to build in ${folder}. Put the source and its Makefile in the same folder as ${basename(conf)}.`;
}
