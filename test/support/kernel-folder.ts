import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder laid out like /lib/modules, with the named kernels of `modulesDir` and the releases of `withoutHeaders`. The build links
 * of the latter lead nowhere, as they do once the headers have been removed.
 */
export function makeKernelFolder(
  folder: string,
  {
    modulesDir,
    releases,
    withoutHeaders,
  }: { modulesDir: string; releases: string[]; withoutHeaders: string[] },
): void {
  mkdirSync(folder, { recursive: true });
  for (const release of releases) symlinkSync(path.join(modulesDir, release), path.join(folder, release));
  for (const release of withoutHeaders) {
    mkdirSync(path.join(folder, release));
    symlinkSync(`/usr/src/linux-headers-${release}`, path.join(folder, release, 'build'));
  }
}
