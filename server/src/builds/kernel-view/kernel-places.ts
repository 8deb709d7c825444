import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isFolder } from '../../file-system.ts';
import { isInside } from '../../is-inside.ts';
import type { Kernel } from '../../kernels/kernel.ts';

/** An entry of a system folder that a package of the kernel would have created, and that does not exist. */
export interface KernelPlace {
  /** `/lib/modules` or `/usr/src`. */
  readonly folder: string;
  /** `<release>` or `linux-headers-<release>`. */
  readonly entry: string;
  /** What the entry is: a link to a folder, or a folder of links by their names. */
  readonly leadsTo: string | Readonly<Record<string, string>>;
}

/** A path at which only the build sees the headers, and the folder that appears there. */
export interface SeenPath {
  readonly path: string;
  readonly real: string;
}

/** Where a build must see a kernel that is not in its usual place. */
export interface KernelPlaces {
  readonly places: readonly KernelPlace[];
  readonly paths: readonly SeenPath[];
}

/**
 * Where a build looks for a kernel of this release, although its headers are elsewhere: `/lib/modules/<release>/build`, and for headers of
 * Debian and Ubuntu `/usr/src/linux-headers-<release>`. Nothing else, since dkms would not find it either. `undefined` if the headers
 * are in their usual place. `root` is the root of the system's folders.
 */
export async function findKernelPlaces(kernel: Kernel, root = '/'): Promise<KernelPlaces | undefined> {
  const { release, buildDir } = kernel;
  const modules = join(root, 'lib/modules');
  const usual = join(modules, release, 'build');
  const [headers, there] = await Promise.all([realpath(buildDir), realOf(usual)]);
  if (headers === there) return undefined;
  const links = { build: headers, ...(await linksBeside(buildDir, release)) };
  const places: KernelPlace[] = [{ folder: modules, entry: release, leadsTo: links }];
  const paths: SeenPath[] = [];
  const other = join(root, 'usr/lib/modules');
  const folders = (await realOf(other)) === (await realOf(modules)) ? [modules, other] : [modules];
  for (const folder of folders) {
    for (const [name, real] of Object.entries(links)) paths.push({ path: join(folder, release, name), real });
  }
  const sources = join(root, 'usr/src');
  const named = join(sources, basename(headers));
  if (
    basename(headers) === `linux-headers-${release}` &&
    !isInside(headers, sources) &&
    (await isFolder(sources)) &&
    (await realOf(named)) === undefined
  ) {
    places.push({ folder: sources, entry: basename(headers), leadsTo: headers });
    paths.push({ path: named, real: headers });
  }
  return { places, paths };
}

/** If the headers are in a folder laid out like /lib/modules: links to the other files of the kernel there; otherwise to its source, if known. */
async function linksBeside(buildDir: string, release: string): Promise<Record<string, string>> {
  const folder = dirname(buildDir);
  const isModulesFolder = basename(buildDir) === 'build' && basename(folder) === release;
  if (isModulesFolder) {
    const others = (await readdir(folder)).filter((name) => name !== 'build');
    return Object.fromEntries(others.map((name) => [name, join(folder, name)]));
  }
  // A build folder of `make O=` has a link to its source; a kernel that was built in place is its own source.
  const source = (await realOf(join(buildDir, 'source'))) ?? (await realOf(join(buildDir, 'init/main.c')));
  if (source === undefined) return {};
  return { source: basename(source) === 'main.c' ? dirname(dirname(source)) : source };
}

function realOf(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}
