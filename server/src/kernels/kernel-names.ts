import { join } from 'node:path';
import { isInside } from '../is-inside.ts';
import type { Kernel } from './kernel.ts';

/** A kernel by what it can be called. */
export type NamedKernel = Pick<Kernel, 'name' | 'release' | 'buildDir' | 'standsFor'>;

/** What the tree is called that dkms itself finds for a release. */
const installed = 'installed';

/** Names of folders that say nothing of the tree in them. */
const genericFolder = /^(?:build|source|linux|kernel|modules|lib|usr|src|output|out|tmp)$/;

/**
 * Names kernels, so that no two of them have one name: by the release, or where several trees have that, by the release and what tells
 * the tree's path from the others'. `root` is the root of the system's folders.
 */
export function withNames(kernels: readonly Omit<Kernel, 'name'>[], root = '/'): Kernel[] {
  const byRelease = Map.groupBy(kernels, ({ release }) => release);
  const taken = new Set<string>();
  return kernels.map((kernel) => {
    const alike = byRelease.get(kernel.release) ?? [];
    if (alike.length < 2) return { name: kernel.release, ...kernel };
    const label = labelOf(kernel, alike, root);
    let name = `${kernel.release}@${label}`;
    for (let count = 2; taken.has(name); count++) name = `${kernel.release}@${label}-${count}`;
    taken.add(name);
    // Only the installed one of several trees can be the running kernel's.
    const hasInstalled = alike.some((one) => isInstalled(one, root));
    return { name, ...kernel, running: kernel.running && (!hasInstalled || isInstalled(kernel, root)) };
  });
}

/**
 * The kernels that a text names: that of this name, that in this folder, or all of this release. `6.6.30@kasan` also names the only
 * kernel of a release if a folder of its path is called so: it had that name while there were others.
 */
export function kernelsNamed<K extends NamedKernel>(kernels: readonly K[], text: string): readonly K[] {
  const exact = kernels.filter(({ name }) => name === text);
  return exact.length > 0 ? exact : kernels.filter((kernel) => isNamed(kernel, text));
}

/** Whether a text is one of the names of a kernel: its name, its release, its folder, its release with a folder of its path, or a name of archives. */
export function isNamed({ name, release, buildDir, standsFor }: NamedKernel, text: string): boolean {
  if (text === name || text === release || standsFor?.includes(text.toLowerCase())) return true;
  if (text.startsWith('/')) return text.replace(/\/+$/, '') === buildDir.replace(/\/+$/, '');
  if (!text.startsWith(`${release}@`)) return false;
  const label = text.slice(release.length + 1);
  if (label === installed) return isInstalled({ release, buildDir }, '/');
  return partsOf(buildDir).includes(label);
}

/** The kernel that a text names; `undefined` if none is called so, or several are. */
export function onlyKernelNamed<K extends NamedKernel>(kernels: readonly K[], text: string): K | undefined {
  const named = kernelsNamed(kernels, text);
  return named.length === 1 ? named[0] : undefined;
}

/** Says that a text names several kernels, and what each is called. */
export function severalKernels(text: string, kernels: readonly NamedKernel[]): string {
  const items = kernels.map(({ name, buildDir }) => `${name} (${buildDir})`);
  const list = `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
  return `${text} names ${kernels.length} kernels: ${list}. Name one of them.`;
}

/** Says why a text names no one kernel of these. */
export function unknownKernel(text: string, kernels: readonly NamedKernel[]): string {
  const named = kernelsNamed(kernels, text);
  return named.length > 1
    ? severalKernels(text, named)
    : `Kernel ${text} is not on this machine. Select another one, or install its headers.`;
}

/** Whether a tree is the one that dkms itself finds for its release. `root` is the root of the system's folders. */
export function isInstalled(
  { release, buildDir }: Pick<Kernel, 'release' | 'buildDir'>,
  root: string,
): boolean {
  return ['lib/modules', 'usr/lib/modules'].some(
    (folder) => buildDir === join(root, folder, release, 'build'),
  );
}

/** The last folder of the path that is in none of the others' paths and says something; else the whole path. */
function labelOf(
  kernel: Pick<Kernel, 'release' | 'buildDir'>,
  alike: readonly Pick<Kernel, 'release' | 'buildDir'>[],
  root: string,
): string {
  if (isInstalled(kernel, root)) return installed;
  const others = new Set(
    alike.flatMap(({ release, buildDir }) => {
      if (buildDir === kernel.buildDir || isInstalled({ release, buildDir }, root)) return [installed];
      // A build folder inside a source tree does not take that tree's name.
      return partsOf(isInside(buildDir, kernel.buildDir) ? buildDir.slice(kernel.buildDir.length) : buildDir);
    }),
  );
  const parts = partsOf(kernel.buildDir).reverse();
  const distinct = parts.filter((part) => !others.has(part));
  const isUninformative = (part: string) =>
    genericFolder.test(part) || part === kernel.release || part === `linux-headers-${kernel.release}`;
  return distinct.find((part) => !isUninformative(part)) ?? distinct[0] ?? parts.reverse().join('-');
}

/** The names of a path's folders, each as a plain word. */
function partsOf(path: string): string[] {
  // V8 checks a literal when it parses this file, at each start of the program, and reads Unicode's tables for that.
  const letters = String.raw`\p{L}\p{N}`;
  const noWord = new RegExp(`[^${letters}_.+-]`, 'gu');
  return path
    .split('/')
    .filter(Boolean)
    .map((part) => part.replace(noWord, '_'));
}
