import { join } from 'node:path';

/** The folder, laid out like /lib/modules, of the kernels that were fetched into a cache folder. */
export function fetchedKernelsFolder(cacheFolder: string): string {
  return join(cacheFolder, 'kernels', 'modules');
}

/** The folder below which the packages of a kernel that was fetched were unpacked. */
export function fetchedRoot(cacheFolder: string, release: string): string {
  return join(cacheFolder, 'kernels', 'root', release);
}
