import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { isInside } from '../../is-inside.ts';
import type { RegisteredBuild } from './registered.ts';

/** A kernel that uses modules built for another one, through links in its `weak-updates` (weak-modules of RHEL and SUSE). */
export interface WeakInstall {
  /** The kernel that has the links. */
  readonly kernel: string;
  /** The kernel that the modules were built for. */
  readonly from: string;
}

/**
 * The kernels into whose folders all of a build's modules are linked; dkms, too, requires all of them. A link leads to the file in the
 * folder of the kernel that it was built for. Only names are compared: weak-modules alone makes such links, and from the installed file.
 */
export async function findWeakInstalls(
  build: RegisteredBuild,
  installTree: string,
): Promise<readonly WeakInstall[]> {
  const modules = build.modules?.filter((file) => /\.ko(?:\.\w+)?$/.test(file)) ?? [];
  if (!build.isInstalled || modules.length === 0) return [];
  const kernels = await readdir(installTree).catch(() => []);
  const found = await Promise.all(
    kernels.sort().map(async (kernel) => {
      if (kernel === build.kernel) return undefined;
      const linked = await linksInto(
        join(installTree, kernel, 'weak-updates'),
        join(installTree, build.kernel),
      );
      return modules.every((file) => linked.has(file)) ? kernel : undefined;
    }),
  );
  return found.flatMap((kernel) => (kernel === undefined ? [] : [{ kernel, from: build.kernel }]));
}

async function linksInto(folder: string, kernelFolder: string): Promise<ReadonlySet<string>> {
  const real = await realpath(kernelFolder).catch(() => kernelFolder);
  const links = new Set<string>();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])) {
    if (!entry.isSymbolicLink()) continue;
    const target = await realpath(join(entry.parentPath, entry.name)).catch(() => undefined);
    if (target !== undefined && isInside(target, real)) links.add(entry.name);
  }
  return links;
}
