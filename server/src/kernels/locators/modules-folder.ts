import { join } from 'node:path';
import { readdir, stat } from '../../file-system.ts';
import type { KernelLocation } from './kernel-location.ts';

/**
 * The kernels of a folder that is laid out like /lib/modules: `<release>/build` holds the headers, or is a link to them.
 * A release without headers counts too, since they can be installed. Empty for a folder that is absent or can't be read.
 */
export async function findInModulesFolder(folder: string): Promise<KernelLocation[]> {
  const names = await readdir(folder).catch(() => []);
  const places = await Promise.all(
    names.map(async (name): Promise<KernelLocation[]> => {
      const release = join(folder, name);
      const isFolder = await stat(release).then(
        (found) => found.isDirectory(),
        () => false,
      );
      if (!isFolder) return [];
      const buildDir = join(release, 'build');
      // Arch keeps folders such as extramodules beside the releases, which begin with a number.
      const isRelease = /^\d+\.\d/.test(name);
      if (!isRelease && !(await isHeaderTree(buildDir))) return [];
      return [{ name, buildDir, modulesDir: release }];
    }),
  );
  return places.flat();
}

/** Whether a folder looks like the headers or the source of a kernel that was configured. */
export async function isConfiguredTree(folder: string): Promise<boolean> {
  if (!(await isHeaderTree(folder))) return false;
  const found = await Promise.allSettled(
    ['.config', 'include/generated/autoconf.h'].map((path) => stat(join(folder, path))),
  );
  return found.some((one) => one.status === 'fulfilled');
}

/** Whether a folder looks like the headers of a kernel, its source, or a folder that `make O=…` made. */
export async function isHeaderTree(folder: string): Promise<boolean> {
  const has = async (name: string) => (await stat(join(folder, name)).catch(() => undefined)) !== undefined;
  // A build folder that was configured and not prepared has no headers yet; a module's own Makefile has no configuration beside it.
  return (await has('Makefile')) && ((await has('include')) || (await has('.config')));
}
