import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { findConfs } from '../module/find-confs.ts';

/**
 * The dkms.conf files that paths mean, absolute, each once: a file is itself (a dangling link too, so that it can be reported),
 * a folder is searched. `wrong` says in one line which path means nothing.
 */
export async function findConfFiles(
  paths: readonly string[],
): Promise<{ readonly paths: readonly string[] } | { readonly wrong: string }> {
  const found = new Set<string>();
  for (const given of paths) {
    const absolute = path.resolve(given);
    const status = await lstatOrUndefined(absolute);
    if (!status) return { wrong: `${given}: there is no such file or folder` };
    if (!status.isDirectory()) {
      found.add(absolute);
      continue;
    }
    const confs = await findConfs(absolute);
    if (confs.length === 0) return { wrong: `${given}: there is no dkms.conf in this folder or below it` };
    for (const conf of confs) found.add(conf);
  }
  return { paths: [...found] };
}

/** The dkms.conf files below folders, sorted, each once; a folder that is not there has none. */
export async function findConfFilesBelow(folders: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(folders.map((folder) => findConfs(folder)));
  return [...new Set(found.flat())].sort();
}

async function lstatOrUndefined(file: string) {
  try {
    return await lstat(file);
  } catch {
    return undefined;
  }
}
