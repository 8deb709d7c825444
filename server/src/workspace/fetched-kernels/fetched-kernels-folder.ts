import { join } from 'node:path';

/** The folder, laid out like /lib/modules, of the kernels that were fetched into a cache folder. */
export function fetchedKernelsFolder(cacheFolder: string): string {
  return join(cacheFolder, 'kernels', 'modules');
}
