import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** Where projects keep what only their packages need; the conf is put beside the source when the package is made. */
const packagingFolders = /^(?:\.?dkms|debian|packaging|packages?|pkg|contrib)$/i;
const source = /^(?:GNUmakefile|[Mm]akefile|Kbuild)$|\.[ch]$/;

/**
 * The folder that a dkms.conf in `folder` is the conf of: that folder, or the one above where it is one of packaging and holds no source of its own.
 * Never throws.
 */
export async function findSourceFolder(folder: string): Promise<string> {
  if (!isPackagingFolder(folder)) return folder;
  const above = dirname(folder);
  const [own, others] = await Promise.all([holdsSource(folder), holdsSource(above)]);
  return !own && others ? above : folder;
}

/** Whether a folder has a name under which projects keep what only their packages need. */
export function isPackagingFolder(folder: string): boolean {
  return packagingFolders.test(basename(folder));
}

/** The same as far as the path of the conf tells, without looking at the folders. */
export function presumedSourceFolder(conf: string): string {
  const folder = dirname(conf);
  return isPackagingFolder(folder) ? dirname(folder) : folder;
}

async function holdsSource(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.some((name) => source.test(name));
}
