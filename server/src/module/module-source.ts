import { dirname, join, relative } from 'node:path';
import { exists } from '../file-system.ts';
import { isInside } from '../is-inside.ts';
import { isBareModule } from './find-modules.ts';

/**
 * Where the source of a module lies. dkms copies the folder of a dkms.conf and nothing else. Without a dkms.conf, make is run in the folder
 * of the Kbuild or Makefile, and sees what is beside and above that folder, too.
 */
export interface ModuleSource {
  /** Absolute: the folder that a build copies, or some parts of it. */
  readonly folder: string;
  /** The module's own folder, in which make runs, as a path in that one: empty if it is the same. */
  readonly inside: string;
  /** The folders and files that the module needs, as paths in `folder`; absent if that is all of it. */
  readonly parts?: readonly string[];
}

/** The source of a module that needs nothing outside its folder. */
export function plainFolder(folder: string): ModuleSource {
  return { folder, inside: '' };
}

/** The same, by the path of its dkms.conf, Kbuild or Makefile. */
export function ownFolder(path: string): ModuleSource {
  return plainFolder(dirname(path));
}

/**
 * Finds the source of a module, known by its dkms.conf, or else by its Kbuild or Makefile: the nearest folder that contains the module and
 * everything to which its Makefiles and C files lead by relative paths. Never above the top of its git repository or, without one, the
 * folder of the workspace in which it lies. Runs nothing, and never throws.
 */
export async function findModuleSource(
  path: string,
  workspaceFolders: readonly string[] = [],
): Promise<ModuleSource> {
  const own = dirname(path);
  if (!isBareModule(path)) return ownFolder(path);
  const top = await topFolder(own, workspaceFolders);
  if (top === own) return ownFolder(path);
  const { findReach } = await import('./source-reach.ts');
  const reached = await findReach(own, (target) => isInside(target, top));
  if (reached.length === 0) return ownFolder(path);
  let folder = own;
  while (!reached.every((one) => isInside(one, folder))) folder = dirname(folder);
  const parts = withoutNested([own, ...reached]).map((part) => relative(folder, part));
  return { folder, inside: relative(folder, own), ...(!parts.includes('') && { parts }) };
}

/** The source of the module in a folder, with or without a dkms.conf. */
export async function findSourceOfFolder(folder: string): Promise<ModuleSource> {
  const conf = join(folder, 'dkms.conf');
  return (await exists(conf)) ? ownFolder(conf) : findModuleSource(join(folder, 'Makefile'));
}

/** Whether a source contains a file, by its absolute path. */
export function isInSource(file: string, { folder, parts }: ModuleSource): boolean {
  if (!isInside(file, folder)) return false;
  return parts?.some((part) => isInside(file, join(folder, part))) ?? true;
}

/** The absolute paths of the folders and files that a source consists of. */
export function partsOf({ folder, parts = [''] }: ModuleSource): readonly string[] {
  return parts.map((part) => join(folder, part));
}

async function topFolder(own: string, workspaceFolders: readonly string[]): Promise<string> {
  for (let folder = own; folder !== dirname(folder); folder = dirname(folder))
    // It is a file in a submodule, and in a work tree.
    if (await exists(join(folder, '.git'))) return folder;
  const around = workspaceFolders.filter((folder) => isInside(own, folder));
  return around.reduce((one, other) => (other.length < one.length ? other : one), around[0] ?? '/');
}

function withoutNested(paths: readonly string[]): readonly string[] {
  const all = [...new Set(paths)].sort();
  return all.filter((path) => !all.some((other) => other !== path && isInside(path, other)));
}
