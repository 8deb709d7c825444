import { dirname, join, matchesGlob } from 'node:path';
import { isFolder, readdir } from '../../file-system.ts';
import { findDebianHeaders } from './debian-headers.ts';
import { findFedoraHeaders } from './fedora-headers.ts';
import type { KernelLocation } from './kernel-location.ts';
import { findInModulesFolder, isHeaderTree } from './modules-folder.ts';
import { findSourceTrees } from './source-trees.ts';
import { findSuseObjects } from './suse-objects.ts';

/**
 * The kernels of a folder that a user named. It may be the headers of one kernel, or a kernel's prepared source; a folder laid out like
 * /lib/modules or like /usr/src; or one into which packages of headers were unpacked, with these folders below it.
 * `*`, `?`, `[…]` and `{…}` in its names stand for what they do in a shell.
 */
export async function findInNamedFolder(folder: string): Promise<KernelLocation[]> {
  const folders = await expandGlob(folder);
  return (await Promise.all(folders.map(findInFolder))).flat();
}

/** The folder in which a change may change what `findInNamedFolder` finds: itself, or the last one above its first glob. */
export function watchedFolder(folder: string): string {
  let fixed = folder;
  while (isGlob(fixed)) fixed = dirname(fixed);
  return fixed;
}

async function findInFolder(folder: string): Promise<KernelLocation[]> {
  if (await isHeaderTree(folder)) {
    return [{ name: folder.replace(/\/+$/, '').replace(/^.*\/(?:linux-headers-)?/, ''), buildDir: folder }];
  }
  const found = await Promise.all([
    findInModulesFolder(folder),
    findInSourceFolder(folder),
    ...['lib/modules', 'usr/lib/modules'].map((path) => findInModulesFolder(join(folder, path))),
    findInSourceFolder(join(folder, 'usr/src')),
    findFedoraHeaders(join(folder, 'usr/src/kernels')),
  ]);
  return found.flat();
}

/** The kernels of all distributions' layouts in a folder like /usr/src. */
export async function findInSourceFolder(folder: string): Promise<KernelLocation[]> {
  const found = await Promise.all([
    findDebianHeaders(folder),
    findSuseObjects(folder),
    findSourceTrees(folder),
  ]);
  return found.flat();
}

async function expandGlob(pattern: string): Promise<readonly string[]> {
  // A folder's name may contain the characters of a glob.
  if (!isGlob(pattern) || (await isFolder(pattern))) return [pattern];
  let paths: readonly string[] = ['/'];
  for (const part of pattern.split('/').filter(Boolean)) {
    const next = await Promise.all(
      paths.map(async (path) => {
        if (!isGlob(part)) return [join(path, part)];
        const names: readonly string[] = await readdir(path).catch(() => []);
        return names.filter((name) => matchesGlob(name, part)).map((name) => join(path, name));
      }),
    );
    paths = next.flat();
  }
  return paths;
}

function isGlob(path: string): boolean {
  return /[*?[{]/.test(path);
}
