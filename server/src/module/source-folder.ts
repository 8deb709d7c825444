import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

/** Folders in which projects keep files for packages only; building the package copies the conf next to the source. */
const packagingFolders = /^(?:\.?dkms|debian|packaging|packages?|pkg|contrib)$/i;
const source = /^(?:GNUmakefile|[Mm]akefile|Kbuild)$|\.[ch]$/;

/**
 * The source folder of a dkms.conf in `folder`: that folder, or its parent if `folder` is a packaging folder without source of its own.
 * Never throws.
 */
export async function findSourceFolder(folder: string): Promise<string> {
  if (!isPackagingFolder(folder)) return folder;
  const above = dirname(folder);
  const [own, others] = await Promise.all([holdsSource(folder), holdsSource(above)]);
  return !own && others ? above : folder;
}

/** Whether a folder has the name of a packaging folder. */
export function isPackagingFolder(folder: string): boolean {
  return packagingFolders.test(basename(folder));
}

/** The source folder of a conf as its path suggests, without reading the folders. */
export function presumedSourceFolder(conf: string): string {
  const folder = dirname(conf);
  return isPackagingFolder(folder) ? dirname(folder) : folder;
}

async function holdsSource(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.some((name) => source.test(name));
}
