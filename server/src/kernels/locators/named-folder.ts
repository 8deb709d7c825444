import { dirname, join, matchesGlob } from 'node:path';
import { isFolder, readdir } from '../../file-system.ts';
import { findDebianHeaders } from './debian-headers.ts';
import { findFedoraHeaders } from './fedora-headers.ts';
import type { KernelLocation } from './kernel-location.ts';
import { findInModulesFolder, isConfiguredTree, isHeaderTree } from './modules-folder.ts';
import { findSourceTrees } from './source-trees.ts';
import { findSuseObjects } from './suse-objects.ts';

/**
 * The kernels of a folder that a user named. It may be the headers of one kernel, a kernel's source, or a folder that `make O=…` made; a
 * folder with such trees in it, or laid out like /lib/modules or like /usr/src; one into which packages of headers were unpacked, with
 * these folders below it; or the folder of a build system or of its SDK, see `buildSystemPlaces`.
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
  if (await isHeaderTree(folder)) return [treeAt(folder)];
  const found = await Promise.all([
    findInModulesFolder(folder),
    findInSourceFolder(folder),
    ...['lib/modules', 'usr/lib/modules'].map((path) => findInModulesFolder(join(folder, path))),
    findInSourceFolder(join(folder, 'usr/src')),
    findFedoraHeaders(join(folder, 'usr/src/kernels')),
    ...buildSystemPlaces.map((place) => findTrees(join(folder, place))),
  ]);
  return found.flat();
}

/** Where trees lie below the folder that someone would name. */
const buildSystemPlaces = [
  '*',
  // Yocto: the folder of a build, or the project that it is in; the SDKs, unpacked.
  ...['', 'build/'].map((build) => `${build}tmp/work-shared/*/kernel-build-artifacts`),
  ...['', 'sysroots/*/'].map((sysroot) => `${sysroot}usr/src/kernel`),
  // Buildroot: the project, or its folder `output`.
  ...['', 'output/'].map((output) => `${output}build/linux-*`),
  // OpenWrt, and its SDK.
  'build_dir/target-*/linux-*/linux-*',
];

/** The configured trees at the paths of a glob; Buildroot also has folders of tools and exported headers there. */
async function findTrees(pattern: string): Promise<KernelLocation[]> {
  const found = await Promise.all(
    (await expandGlob(pattern)).map(async (folder) => ({ folder, isTree: await isConfiguredTree(folder) })),
  );
  return found.filter(({ isTree }) => isTree).map(({ folder }) => treeAt(folder));
}

function treeAt(folder: string): KernelLocation {
  return { name: folder.replace(/\/+$/, '').replace(/^.*\/(?:linux-headers-)?/, ''), buildDir: folder };
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
