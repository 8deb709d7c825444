import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { isAbsolute, join, normalize } from 'node:path';
import { KernelFolders } from '../../builds/source/kernel-folders.ts';
import { excludedFolders, product } from '../../builds/source/stage-scope.ts';
import type { PackageEntry, PackageTree } from '../../packaging/package-facts.ts';

/** Files that belong to an editor or a machine, not to the source. */
const personal =
  /^(?:\.vscode|\.idea|\.cache|\.clangd|\.DS_Store|compile_commands\.json|node_modules)$|~$|\.sw[op]$|\.(?:orig|rej)$/;

/** Products that are recognised by name; other names in the kernel's list may also be those of sources. */
const plainProduct = /\.(?:o|ko(?:\..*)?|cmd|mod|mod\.c|symvers|order)$|^\.tmp_|^\..*\.(?:d|tmp)$/;

/** Marks a package in the folder of its source, so that the next package does not contain it. */
export const packageMark = '.dkms-tools-package';

const mostBytes = 256 * 1024 * 1024;

/** The source as it is packaged, with all of its files, and remarks, a sentence each. `wrong` says why it can't be. */
export async function readSourceTree(
  folder: string,
  without: (path: string) => boolean,
): Promise<{ readonly tree: PackageTree; readonly notes: readonly string[] } | { readonly wrong: string }> {
  const tree = new Map<string, PackageEntry>();
  const outside: string[] = [];
  const products: string[] = [];
  const packages: string[] = [];
  const kernels: string[] = [];
  const kernelFolders = new KernelFolders(folder, (_path, { name }) => !isForeign(name));
  let bytes = 0;
  const walk = async (inside: string): Promise<void> => {
    const entries = await readdir(join(folder, inside), { withFileTypes: true });
    if (inside !== '' && entries.some(({ name }) => name === packageMark)) {
      packages.push(inside);
      return;
    }
    if (await kernelFolders.isUnneeded(inside, entries)) {
      kernels.push(inside);
      return;
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (isForeign(entry.name) || without(path)) continue;
      if (entry.isDirectory()) await walk(path);
      else if (product.test(entry.name)) {
        if (!plainProduct.test(entry.name)) products.push(path);
      } else if (entry.isSymbolicLink()) {
        const target = await readlink(join(folder, path));
        tree.set(path, { kind: 'link', target });
        if (isAbsolute(target) || normalize(join(inside, target)).startsWith('..')) outside.push(path);
      } else if (entry.isFile()) {
        const { size, mode } = await lstat(join(folder, path));
        bytes += size;
        if (bytes > mostBytes) return;
        const data = await readFile(join(folder, path));
        tree.set(path, { kind: 'file', bytes: data, executable: (mode & 0o100) !== 0 });
      }
    }
  };
  try {
    await walk('');
  } catch (error) {
    return { wrong: `${folder} can't be read (${(error as NodeJS.ErrnoException).code ?? error})` };
  }
  if (bytes > mostBytes)
    return {
      wrong: `${folder} has more than ${mostBytes >> 20} MiB, which is too large for the source of a driver`,
    };
  const notes = [
    ...(outside.length > 0
      ? [`Links that lead out of the source are packaged as they are: ${some(outside)}.`]
      : []),
    ...(packages.length > 0
      ? [`Packages that were made in the source are left out: ${some(packages)}.`]
      : []),
    ...(kernels.length > 0
      ? [`Kernels in the source to which no file of it leads are left out: ${some(kernels)}.`]
      : []),
    ...(products.length > 0 ? [`What make clean removes is left out: ${some(products)}.`] : []),
  ];
  return { tree, notes };
}

/** Whether a file or folder of this name is a history, or belongs to an editor or a machine. */
function isForeign(name: string): boolean {
  return excludedFolders.has(name) || personal.test(name);
}

function some(paths: readonly string[]): string {
  const [shown, more] = [paths.slice(0, 5), paths.length - 5];
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
