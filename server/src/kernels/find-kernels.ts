import { release as runningRelease } from 'node:os';
import { join } from 'node:path';
import { readFile, readlink, realpath } from '../file-system.ts';
import {
  type Distribution,
  familyOfRelease,
  installCommandFor,
  type Need,
  readDistribution,
} from './distribution.ts';
import { type HeaderFault, readHeaderTree } from './headers/header-tree.ts';
import { compareReleases, type Kernel } from './kernel.ts';
import { withNames } from './kernel-names.ts';
import { findFedoraHeaders } from './locators/fedora-headers.ts';
import type { KernelLocation } from './locators/kernel-location.ts';
import { findInModulesFolder } from './locators/modules-folder.ts';
import { findInNamedFolder, findInSourceFolder, watchedFolder } from './locators/named-folder.ts';
import { createProgramFinder, type ProgramFinder } from './program-path.ts';

export interface KernelSearch {
  /** Folders and globs that the user named, in addition to the system's folders; see `findInNamedFolder`. */
  readonly moduleFolders?: readonly string[];
  /** Whether the system's folders are searched; true by default. */
  readonly systemFolders?: boolean;
  /** The root of the system's folders; `/` by default. */
  readonly root?: string;
  /** Where compilers are searched for; the process's PATH by default. */
  readonly searchPath?: string;
}

/** A kernel that has not been compared with the others yet. */
type FoundKernel = Omit<Kernel, 'name'>;

/** How many kernels are read at the same time. */
const readersAtOnce = 8;

/**
 * The kernels of this machine or of the named folders alone, newest first. Each tree is a kernel, and is listed once, whatever its release.
 * Among the system's own places of one release, usable headers win, then the module folder: one package fills them all. A place without
 * headers is listed only if its release has no other. Places that are absent or unreadable are skipped.
 */
export async function findKernels(search: KernelSearch = {}): Promise<Kernel[]> {
  const { root = '/', moduleFolders = [], systemFolders = true } = search;
  const [distribution, named, system] = await Promise.all([
    readDistribution(root),
    Promise.all(moduleFolders.map(findInNamedFolder)),
    systemFolders ? findInSystemFolders(root).then((found) => Promise.all(found)) : [],
  ]);
  const findProgram = createProgramFinder(search.searchPath);
  const read = (locations: readonly KernelLocation[]) =>
    mapBounded(locations, readersAtOnce, (location) => readKernel(location, distribution, findProgram));
  const ofSystem = onePerRelease(await read(system.flat()));
  const own = await read(named.flat().map((location) => ({ ...location, isOwn: true })));
  const kernels = await onePerTree([...ofSystem, ...own]);
  return withNames(kernels, root).sort(
    (a, b) => compareReleases(b.release, a.release) || compareReleases(a.name, b.name),
  );
}

function onePerRelease(kernels: readonly FoundKernel[]): readonly FoundKernel[] {
  const byRelease = new Map<string, FoundKernel>();
  for (const kernel of kernels) {
    const known = byRelease.get(kernel.release);
    if (!known || readinessOf(kernel) > readinessOf(known)) byRelease.set(kernel.release, kernel);
  }
  return [...byRelease.values()];
}

/** Leaves out a tree that several places lead to after its first, and places without headers where their release has others. */
async function onePerTree(kernels: readonly FoundKernel[]): Promise<readonly FoundKernel[]> {
  const byTree = new Map<string, FoundKernel>();
  for (const kernel of kernels) {
    const tree = `${kernel.release}\n${await realpath(kernel.buildDir).catch(() => kernel.buildDir)}`;
    if (!byTree.has(tree)) byTree.set(tree, kernel);
  }
  const trees = [...byTree.values()];
  const hasHeaders = new Set(trees.filter(isTree).map(({ release }) => release));
  const first = new Map(trees.map((kernel) => [kernel.release, kernel] as const).reverse());
  return trees.filter(
    (kernel) => isTree(kernel) || (!hasHeaders.has(kernel.release) && first.get(kernel.release) === kernel),
  );
}

function isTree({ status }: FoundKernel): boolean {
  return status !== 'no-headers';
}

/** The folders that a search reads, for a watcher: a change in one of them, or one level below, can change the result. */
export function kernelFolders(search: KernelSearch = {}): readonly string[] {
  const { root = '/', moduleFolders = [], systemFolders = true } = search;
  const system = systemFolders ? ['lib/modules', 'usr/lib/modules', 'usr/src', 'usr/src/kernels'] : [];
  return [...system.map((folder) => join(root, folder)), ...moduleFolders.map(watchedFolder)];
}

async function findInSystemFolders(root: string): Promise<readonly Promise<readonly KernelLocation[]>[]> {
  return [
    ...(await systemModuleFolders(root)).map(findInModulesFolder),
    findInSourceFolder(join(root, 'usr/src')),
    findFedoraHeaders(join(root, 'usr/src/kernels')),
  ];
}

/** The system's module folders. On most distributions /lib is a link to /usr/lib; then only /lib, the name that dkms and kbuild use. */
async function systemModuleFolders(root: string): Promise<readonly string[]> {
  const folders = [join(root, 'lib/modules'), join(root, 'usr/lib/modules')] as const;
  const [first, second] = await Promise.all(folders.map((folder) => realpath(folder).catch(() => undefined)));
  if (first !== undefined && first === second) return [folders[0]];
  return folders;
}

async function readKernel(
  location: KernelLocation,
  distribution: Distribution,
  findProgram: ProgramFinder,
): Promise<FoundKernel> {
  const tree = await readHeaderTree(location.buildDir, location.name, findProgram);
  // In a module folder, dkms and depmod know the kernel by the name of its folder, even if its headers have another release.
  const release = location.modulesDir === undefined ? (tree.release ?? location.name) : location.name;
  const pkgbase =
    location.modulesDir === undefined
      ? undefined
      : await readFile(join(location.modulesDir, 'pkgbase'), 'utf8').catch(() => undefined);
  const isPackaged = tree.fault?.status === 'no-headers' && (await linksToPackage(location.buildDir));
  const isOwn =
    (!isPackaged && (location.isOwn ?? (pkgbase === undefined && isCustomKernel(release, distribution)))) ||
    undefined;
  const mends = { release, distribution, pkgbase, isOwn: isOwn ?? false };
  const kernel = {
    release,
    version: tree.version,
    arch: tree.arch,
    buildDir: location.buildDir,
    running: release === runningRelease(),
    ...(isOwn && { isOwn }),
    ...(tree.compiler && { compiler: tree.compiler }),
    ...(tree.makeVariables && { makeVariables: tree.makeVariables }),
  };
  if (tree.fault) {
    const install = remedyCommand(tree.fault, mends);
    const { status } = tree.fault;
    const reason = isOwn ? ownReason(tree.fault, location) : tree.fault.reason;
    return { ...kernel, status, reason, ...(install && { install }) };
  }
  if (!tree.remark) return { ...kernel, status: 'ready' };
  const { text, remedy } = tree.remark;
  const install =
    typeof remedy === 'object'
      ? installCommandFor(distribution, {
          kind: 'program',
          command: remedy.program,
          isCross: tree.makeVariables !== undefined,
        })
      : remedyCommand({ remedy }, mends);
  return { ...kernel, status: 'ready', reason: text, ...(install && { install }) };
}

/** Whether a kernel in the system's folders is most likely not its distribution's, so that no package has its headers. */
function isCustomKernel(release: string, { family }: Distribution): boolean {
  if (family === undefined) return false;
  const named = familyOfRelease(release);
  // Distributions have many flavours, all with a number in front: 6.8.0-1010-realtime, 6.12.1-1-rt.
  return named === undefined ? !/^\d+\.\d+\.\d+-[\d.]+-[a-z]/.test(release) : named !== family;
}

/** Whether `build` leads to where packages of distributions put headers, so that installing one makes it whole. */
async function linksToPackage(buildDir: string): Promise<boolean> {
  const target = await readlink(buildDir).catch(() => '');
  return /^\/usr\/src\/(?:linux-headers-|linux-[\d.]+.*-obj\/|kernels\/)/.test(target);
}

/** What is missing from a kernel of the user's own, and what to do without a package. */
function ownReason(
  { reason, remedy, prepare }: HeaderFault,
  { buildDir, modulesDir, isOwn }: KernelLocation,
): string {
  if (prepare !== undefined) return `${reason} ${prepare}`;
  if (remedy === 'install' && isOwn)
    return `${reason} Link the tree that this kernel was built in, or its unpacked headers: ln -sfn TREE ${buildDir}.`;
  if (remedy === 'install' && modulesDir !== undefined)
    return `${reason} The release is not like those of the distribution's kernels: if you built this kernel, link its tree with ln -sfn TREE ${buildDir}, else install the package that has its headers.`;
  return remedy === 'reinstall' ? `${reason} Copy or unpack the headers there again.` : reason;
}

function remedyCommand(
  { remedy }: { readonly remedy?: HeaderFault['remedy'] | undefined },
  of: {
    readonly release: string;
    readonly distribution: Distribution;
    readonly pkgbase: string | undefined;
    readonly isOwn: boolean;
  },
): string | undefined {
  if (remedy === undefined) return undefined;
  if (typeof remedy === 'object') {
    const { package: name, again = false } = remedy;
    return installCommandFor(of.distribution, { kind: 'package', name, again });
  }
  if (of.isOwn) return undefined;
  const need: Need = {
    kind: 'headers',
    release: of.release,
    again: remedy === 'reinstall',
    ...(of.pkgbase !== undefined && { pkgbase: of.pkgbase.trim() }),
  };
  return installCommandFor(of.distribution, need);
}

function readinessOf(kernel: FoundKernel): number {
  return ['no-headers', 'broken', 'ready'].indexOf(kernel.status);
}

/** `work` on every item, at most `limit` at the same time; results in the order of the items. */
async function mapBounded<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
