import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Kernel } from '../kernels/kernel.ts';

/** The files of a kernel, other than its headers, that a virtual machine needs. */
export interface KernelFiles {
  /** The image to boot; `undefined` if none was found. */
  readonly image?: string;
  /** The folder of its own modules, with modules.dep; `undefined` if there is none. */
  readonly modulesDir?: string;
}

/**
 * Looks for a kernel's image and modules where distributions put them: in /lib/modules/<release> and /boot of the system, and of the
 * folder into which its packages were unpacked (`<folder>/lib/modules/<release>/build`); and in the tree of a kernel that was built here.
 * `folders` are searched first; each has `boot` and `lib/modules` in it, or is itself laid out like /lib/modules.
 */
export async function findKernelFiles(kernel: Kernel, folders: readonly string[] = []): Promise<KernelFiles> {
  const { release, buildDir } = kernel;
  const tree = await realpath(buildDir).catch(() => buildDir);
  const roots = [
    ...folders.flatMap((folder) => [folder, ...rootsAbove(join(folder, release))]),
    ...[...rootsAbove(buildDir), ...rootsAbove(tree), '/'],
  ];
  const modules = [
    ...folders.map((folder) => join(folder, release)),
    ...roots.flatMap((root) =>
      ['lib/modules', 'usr/lib/modules'].map((folder) => join(root, folder, release)),
    ),
  ];
  const image = await firstFile([
    ...modules.map((folder) => join(folder, 'vmlinuz')),
    ...roots.flatMap((root) => [
      join(root, 'boot', `vmlinuz-${release}`),
      join(root, 'boot', `kernel-${release}`),
    ]),
    join(tree, 'arch/x86/boot/bzImage'),
  ]);
  const modulesDir = await firstFile(modules.map((folder) => join(folder, 'modules.dep')));
  return {
    ...(image !== undefined && { image }),
    ...(modulesDir !== undefined && { modulesDir: dirname(modulesDir) }),
  };
}

/** The folders into which packages may have been unpacked, derived from where the headers are. */
function rootsAbove(buildDir: string): readonly string[] {
  const found = /^(.+?)\/(?:usr\/)?(?:lib\/modules|src)\/[^/]+(?:\/build)?\/?$/.exec(buildDir)?.[1];
  return found === undefined ? [] : [found];
}

async function firstFile(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return path;
  }
  return undefined;
}

/** The kernel's modules that are needed, in the order in which they must be loaded, and the needed names that the kernel lacks. */
export interface NeededModules {
  readonly files: readonly string[];
  readonly missing: readonly string[];
}

/**
 * Finds the kernel's own modules by name in `modules.dep`, with all their dependencies. What is built into the kernel is left
 * out. Source: depmod(8), modules.dep(5): the modules that a line names behind the colon are loaded from the last to the first.
 */
export async function findNeededModules(
  modulesDir: string | undefined,
  names: readonly string[],
): Promise<NeededModules> {
  if (names.length === 0) return { files: [], missing: [] };
  if (modulesDir === undefined) return { files: [], missing: names };
  const [dependencies, builtin] = await Promise.all([
    readLines(join(modulesDir, 'modules.dep')),
    readLines(join(modulesDir, 'modules.builtin')),
  ]);
  const lines = new Map(
    dependencies.map((line) => {
      const [file = '', needed = ''] = line.split(':');
      return [moduleName(file), { file, needed: needed.trim().split(/\s+/).filter(Boolean) }] as const;
    }),
  );
  const builtIn = new Set(builtin.map(moduleName));
  const files = new Set<string>();
  const missing: string[] = [];
  for (const name of names) {
    const found = lines.get(moduleName(name));
    if (found)
      for (const file of [...found.needed.toReversed(), found.file]) files.add(join(modulesDir, file));
    else if (!builtIn.has(moduleName(name))) missing.push(name);
  }
  return { files: [...files], missing };
}

/** The name of a module as the kernel spells it. */
export function moduleName(file: string): string {
  return basename(file)
    .replace(/\.ko(?:\.\w+)?$/, '')
    .replaceAll('-', '_');
}

async function readLines(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}
