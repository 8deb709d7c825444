import { join } from 'node:path';
import { readdir, stat } from '../../file-system.ts';
import type { KernelLocation } from './kernel-location.ts';

/**
 * The kernel sources in /usr/src (`sourceFolder`) that were built or prepared (`make modules_prepare`), as on Gentoo or beside a kernel
 * that someone compiled: `linux-<version>`. Unprepared sources are left out: no module can be built with them.
 */
export async function findSourceTrees(sourceFolder: string): Promise<KernelLocation[]> {
  const names = await readdir(sourceFolder).catch(() => []);
  const places = await Promise.all(
    names.map(async (folder): Promise<KernelLocation[]> => {
      const name = /^linux-(?!headers-|kbuild-|config-)(.*\d.*)$/.exec(folder)?.[1];
      if (name === undefined) return [];
      const buildDir = join(sourceFolder, folder);
      return (await isPreparedSource(buildDir)) ? [{ name, buildDir }] : [];
    }),
  );
  return places.flat();
}

async function isPreparedSource(folder: string): Promise<boolean> {
  const found = await Promise.allSettled(
    ['init/main.c', 'include/config/kernel.release'].map((path) => stat(join(folder, path))),
  );
  return found.every((one) => one.status === 'fulfilled');
}
