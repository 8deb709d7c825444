import { basename, dirname } from 'node:path';
import { readdir } from '../file-system.ts';

/** Folders in which projects keep files for packages only; building the package copies the conf next to the source. */
const packagingFolders = /^(?:\.?dkms|debian|packaging|packages?|pkg|contrib)$/;
const source = /^(?:GNUmakefile|[Mm]akefile|Kbuild)$|\.[ch]$/;

/**
 * The source folder of a dkms.conf in `folder`: that folder, or the nearest one above with source if `folder`, and those between, are
 * packaging folders without source of their own. Never throws.
 */
export async function findSourceFolder(folder: string): Promise<string> {
  let above = folder;
  while (isPackagingFolder(above) && !(await holdsSource(above))) above = dirname(above);
  return above === folder || (await holdsSource(above)) ? above : folder;
}

/** Whether a folder has the name of a packaging folder. */
export function isPackagingFolder(folder: string): boolean {
  // Not by the flag i, for which V8 would build its tables of all of Unicode: that takes longer than judging a small dkms.conf.
  return packagingFolders.test(basename(folder).toLowerCase());
}

/** The source folder of a conf as its path suggests, without reading the folders. */
export function presumedSourceFolder(conf: string): string {
  let folder = dirname(conf);
  while (isPackagingFolder(folder)) folder = dirname(folder);
  return folder;
}

async function holdsSource(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.some((name) => source.test(name));
}
