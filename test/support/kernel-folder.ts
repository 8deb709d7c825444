import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder that is laid out like /lib/modules: the named kernels of `modulesDir`, and the releases of `withoutHeaders`,
 * whose build links lead nowhere, as they do after the headers were removed.
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
